package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.StoredScripts.StoredScript;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.json.IndexBody;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Stores, shows and deletes scripts by id. */
final class StoredScriptRequests implements Endpoint {
    private static final String PATTERN = "/_scripts/{id}";
    private static final String IN_CONTEXT = "/_scripts/{id}/{context}";
    private static final Set<String> CHANGE = DocumentRequest.names(Acknowledgement.PARAMETERS, Set.of("context"));

    private final DocumentService service;

    StoredScriptRequests(DocumentService service) {
        this.service = service;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(HttpMethod.GET, PATTERN, Acknowledgement.PARAMETERS),
                new Route(HttpMethod.PUT, PATTERN, CHANGE),
                new Route(HttpMethod.POST, PATTERN, CHANGE),
                new Route(HttpMethod.PUT, IN_CONTEXT, CHANGE),
                new Route(HttpMethod.POST, IN_CONTEXT, CHANGE),
                new Route(HttpMethod.DELETE, PATTERN, Acknowledgement.PARAMETERS));
    }

    @Override
    public boolean takesBody() {
        return true;
    }

    @Override
    public Mono<Response> handle(Request request) {
        String id = request.pathParameter("id");
        return switch (request.method()) {
            case GET, HEAD -> Mono.fromSupplier(() -> shown(request, id));
            case PUT, POST -> store(request, id);
            case DELETE -> service.storedScripts().delete(id).then(acknowledged(request));
        };
    }

    private static Mono<Response> acknowledged(Request request) {
        return Mono.fromSupplier(() -> Acknowledgement.of(request));
    }

    private Mono<Response> store(Request request, String id) {
        if (!request.hasBody()) {
            throw RequestException.of(ErrorKind.PARSE, "request body is required");
        }
        StoredScript script = read(IndexBody.parseObject(request.body(), request.bodyType(), request.version()));
        return service.storedScripts()
                .put(id, script, request.parameters().string("context"))
                .then(acknowledged(request));
    }

    private static StoredScript read(Map<String, @Nullable Object> body) {
        if (!(body.get("script") instanceof Map<?, ?> script)) {
            throw RequestException.illegalArgument("must specify <script> for stored script");
        }
        Object lang = script.get("lang");
        Object source = script.get("source");
        if (lang == null) {
            throw RequestException.illegalArgument("must specify lang for stored script");
        }
        if (source == null || source.toString().isEmpty()) {
            throw RequestException.illegalArgument("must specify source for stored script");
        }
        return new StoredScript(lang.toString(), source.toString());
    }

    private Response shown(Request request, String id) {
        Optional<StoredScript> found = service.storedScripts().find(id);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("_id", id);
        answer.put("found", found.isPresent());
        found.ifPresent(script -> answer.put("script", described(script)));
        return Response.of(
                found.isPresent() ? 200 : 404, AnswerWriter.write(request.output(), answer), request.output());
    }

    private static Map<String, Object> described(StoredScript script) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("lang", script.lang());
        described.put("source", script.source());
        return described;
    }
}
