package dev.optimist.http.api;

import dev.optimist.http.security.Accounts;
import dev.optimist.http.security.AuditLog;
import dev.optimist.http.security.Security;
import dev.optimist.http.security.Vault;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Users and keys for tests: none. */
final class TestSecurity {
    private TestSecurity() {}

    static Security empty() {
        Accounts accounts = Objects.requireNonNull(Accounts.open(new Nothing(), Clock.systemUTC(), AuditLog.toLog())
                .block(Duration.ofSeconds(20)));
        return Security.over(accounts, name -> List.of(), AuditLog.toLog());
    }

    private static final class Nothing implements Vault {
        @Override
        public Flux<Entry> all() {
            return Flux.empty();
        }

        @Override
        public Mono<Void> put(Entry entry) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> delete(String key) {
            return Mono.empty();
        }

        @Override
        public <T> Mono<T> inTurn(Mono<T> change) {
            return change;
        }

        @Override
        public Mono<Long> version() {
            return Mono.just(0L);
        }

        @Override
        public boolean shared() {
            return false;
        }
    }
}
