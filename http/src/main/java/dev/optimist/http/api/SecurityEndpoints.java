package dev.optimist.http.api;

import dev.optimist.http.security.Security;
import java.util.List;

/** Elasticsearch's endpoints for users and keys; there only where somebody is asked who they are. */
public final class SecurityEndpoints {
    private SecurityEndpoints() {}

    public static List<Endpoint> of(Security security) {
        return List.of(
                new Authenticate(),
                new UserRequests(security.accounts()),
                new PasswordRequests(security.accounts()),
                new CreateApiKey(security.keys()),
                new ApiKeyRequests(security.keys()));
    }
}
