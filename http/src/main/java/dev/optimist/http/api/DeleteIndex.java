package dev.optimist.http.api;

import dev.optimist.core.error.RequestException;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexOptions;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Deletes indices with all their documents. */
final class DeleteIndex implements Endpoint {
    private static final Set<String> PARAMETERS =
            DocumentRequest.names(Acknowledgement.PARAMETERS, IndexExpression.NAMES);

    private final DocumentService service;

    DeleteIndex(DocumentService service) {
        this.service = service;
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(HttpMethod.DELETE, "/{index}", PARAMETERS));
    }

    @Override
    public Mono<Response> handle(Request request) {
        IndexExpression expression = IndexExpression.read(request, IndexOptions.ALL.withoutAliases());
        request.parameters().time("timeout", Duration.ZERO);
        request.parameters().time("master_timeout", Duration.ZERO);
        return Mono.defer(() -> {
            if (!expression.options().ignoreUnavailable()) {
                refuseAliases(expression);
            }
            refuseWildcards(expression);
            List<String> names = expression.resolve(service.indices()).stream()
                    .map(IndexMetadata::name)
                    .toList();
            return service.indices().delete(names).then(Mono.fromSupplier(() -> Acknowledgement.of(request)));
        });
    }

    private void refuseWildcards(IndexExpression expression) {
        String required = service.indices().clusterSettings().state().value("action.destructive_requires_name");
        if ("true".equals(required) && expression.wild()) {
            throw RequestException.illegalArgument("Wildcard expressions or all indices are not allowed");
        }
    }

    private void refuseAliases(IndexExpression expression) {
        Arrays.stream(expression.text().split(","))
                .filter(name -> !service.indices().aliased(name).isEmpty())
                .findFirst()
                .ifPresent(name -> {
                    throw RequestException.illegalArgument("The provided expression [" + name
                            + "] matches an alias, specify the corresponding concrete indices instead.");
                });
    }
}
