package dev.optimist.http.cli;

import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexAdministration;
import dev.optimist.core.store.DocumentStore;
import dev.optimist.http.security.Accounts;
import dev.optimist.http.security.Accounts.FirstCredential;
import dev.optimist.http.security.AuditLog;
import dev.optimist.http.security.IndexNamesInUse;
import dev.optimist.http.security.Security;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * The users and keys of a server that asks everybody who they are.
 *
 * @param first the user that this start has made, as there was none
 */
record GuardedDoor(Security security, Optional<FirstCredential> first) implements AutoCloseable {
    /** Reads users and keys from the store; empty where nobody is asked. Blocks. */
    static Optional<GuardedDoor> open(
            Mono<DocumentStore> store, OptimistConfiguration.Access access, DocumentService service) {
        return access.security()
                ? store.flatMap(opened -> open(opened, service)).blockOptional()
                : Optional.empty();
    }

    private static Mono<GuardedDoor> open(DocumentStore store, DocumentService service) {
        AuditLog audit = AuditLog.toLog();
        return Accounts.open(new CatalogVault(store, service.catalogChanges()), Clock.systemUTC(), audit)
                .flatMap(accounts -> accounts.createFirst()
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                        .map(first ->
                                new GuardedDoor(Security.over(accounts, names(service.indices()), audit), first)));
    }

    private static IndexNamesInUse names(IndexAdministration indices) {
        return name -> indices.find(name).isPresent()
                ? List.of(name)
                : indices.aliased(name).stream().map(IndexMetadata::name).toList();
    }

    @Override
    public void close() {
        security.close();
    }
}
