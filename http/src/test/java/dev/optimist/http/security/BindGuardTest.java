package dev.optimist.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class BindGuardTest {
    @Test
    void publicAddress_withoutBothAuthenticationAndTls_isRefused() throws UnknownHostException {
        InetAddress everywhere = InetAddress.getAllByName("0.0.0.0")[0];
        assertThat(BindGuard.objection(everywhere, false, false, false))
                .hasValueSatisfying(objection -> assertThat(objection).contains("neither authentication nor TLS"));
        assertThat(BindGuard.objection(everywhere, false, true, false))
                .hasValueSatisfying(objection -> assertThat(objection).contains("there is no TLS"));
        assertThat(BindGuard.objection(everywhere, false, false, true))
                .hasValueSatisfying(objection -> assertThat(objection).contains("no authentication (--security)"));
        assertThat(BindGuard.objection(everywhere, false, true, true)).isEmpty();
        assertThat(BindGuard.objection(everywhere, true, false, false)).isEmpty();
        assertThat(BindGuard.objection(InetAddress.getAllByName("::1")[0], false, false, false))
                .isEmpty();
    }
}
