package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexTemplate;
import dev.optimist.core.service.IndexTemplate.Component;
import dev.optimist.core.service.IndexTemplate.Parts;
import dev.optimist.core.service.IndexTemplates;
import dev.optimist.core.service.Wildcards;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.json.IndexBody;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Keeps, shows and deletes index templates, or the components that they are composed of. */
final class IndexTemplateRequests implements Endpoint {
    private static final String NAME = "name";
    private static final Set<String> PARAMETERS = DocumentRequest.names(
            Acknowledgement.PARAMETERS, Set.of("create", "cause", "flat_settings", "local", "include_defaults"));

    private final DocumentService service;
    private final boolean components;

    private IndexTemplateRequests(DocumentService service, boolean components) {
        this.service = service;
        this.components = components;
    }

    static IndexTemplateRequests templates(DocumentService service) {
        return new IndexTemplateRequests(service, /* components= */ false);
    }

    static IndexTemplateRequests components(DocumentService service) {
        return new IndexTemplateRequests(service, /* components= */ true);
    }

    @Override
    public List<Route> routes() {
        String path = components ? "/_component_template" : "/_index_template";
        return Stream.concat(
                        Stream.of(new Route(HttpMethod.GET, path, PARAMETERS)),
                        Stream.of(HttpMethod.values()).map(method -> new Route(method, path + "/{name}", PARAMETERS)))
                .toList();
    }

    @Override
    public boolean takesBody() {
        return true;
    }

    @Override
    public Mono<Response> handle(Request request) {
        Parameters parameters = request.parameters();
        parameters.time("timeout", Duration.ZERO);
        parameters.time("master_timeout", Duration.ZERO);
        boolean create = parameters.bool("create", /* absent= */ false);
        boolean flat = parameters.bool("flat_settings", /* absent= */ false);
        return switch (request.method()) {
            case GET, HEAD -> Mono.fromSupplier(() -> show(request, parameters.string(NAME), flat));
            case PUT, POST -> put(request, create);
            case DELETE -> Mono.defer(() -> delete(request));
        };
    }

    private Mono<Response> put(Request request, boolean create) {
        String name = request.pathParameter(NAME);
        TemplateNames.require(name);
        if (!request.hasBody()) {
            throw RequestException.of(ErrorKind.PARSE, "request body is required");
        }
        Map<String, @Nullable Object> body =
                new LinkedHashMap<>(IndexBody.parseObject(request.body(), request.bodyType(), request.version()));
        return Mono.defer(() -> {
                    if (create && names().contains(name)) {
                        throw RequestException.illegalArgument(
                                (components ? "component template [" : "index template [") + name + "] already exists");
                    }
                    IndexTemplates templates = service.indices().templates();
                    Parts parts = parts(body.remove("template"), request.version());
                    return components
                            ? templates.putComponent(name, new Component(parts, extra(body)))
                            : templates.put(name, template(body, parts));
                })
                .then(Mono.fromSupplier(() -> Acknowledgement.of(request)));
    }

    private Set<String> names() {
        IndexTemplates templates = service.indices().templates();
        return components
                ? templates.components().keySet()
                : templates.templates().keySet();
    }

    @SuppressWarnings("unchecked") // a JSON object's names are strings
    private static Parts parts(@Nullable Object template, ApiVersion version) {
        if (!(template instanceof Map<?, ?> given)) {
            return Parts.NONE;
        }
        IndexBody body = IndexBody.of((Map<String, @Nullable Object>) given);
        return CreateIndexRequest.parts(body, version, /* typed= */ false);
    }

    private static IndexTemplate template(Map<String, @Nullable Object> body, Parts parts) {
        List<String> patterns = texts(body.remove("index_patterns"));
        new Validation()
                .refuseIf(patterns.isEmpty(), "index patterns are missing")
                .check();
        Object priority = body.remove("priority");
        if (priority instanceof Number number && number.longValue() < 0) {
            throw RequestException.of(
                    ErrorKind.ACTION_REQUEST_VALIDATION, "Validation Failed: 1: index template priority must be >= 0;");
        }
        List<String> composedOf = texts(body.remove("composed_of"));
        return new IndexTemplate(
                patterns,
                priority instanceof Number number ? (Long) number.longValue() : null,
                composedOf,
                parts,
                extra(body));
    }

    private static List<String> texts(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return value == null ? List.of() : List.of(value.toString());
    }

    private static Map<String, Object> extra(Map<String, @Nullable Object> body) {
        Map<String, Object> extra = new LinkedHashMap<>();
        body.forEach((key, value) -> {
            switch (key) {
                case "version",
                        "_meta",
                        "data_stream",
                        "allow_auto_create",
                        "ignore_missing_component_templates",
                        "deprecated" -> {
                    if (value != null) {
                        extra.put(key, value);
                    }
                }
                default ->
                    throw RequestException.of(
                            ErrorKind.X_CONTENT_PARSE, "[index_template] unknown field [" + key + "]");
            }
        });
        return extra;
    }

    private Mono<Response> delete(Request request) {
        List<String> found = new ArrayList<>();
        for (String part : request.pathParameter(NAME).split(",", -1)) {
            List<String> matching = names().stream().filter(Wildcards.of(part)).toList();
            if (matching.isEmpty() && !part.equals("*")) {
                throw missing(part);
            }
            found.addAll(matching);
        }
        IndexTemplates templates = service.indices().templates();
        return (components ? templates.deleteComponents(found) : templates.delete(found))
                .then(Mono.fromSupplier(() -> Acknowledgement.of(request)));
    }

    private RequestException missing(String name) {
        return RequestException.of(
                ErrorKind.RESOURCE_NOT_FOUND,
                (components ? "component template matching [" : "index template matching [") + name + "] not found");
    }

    private Response show(Request request, @Nullable String names, boolean flat) {
        List<Object> shown = new ArrayList<>();
        List<String> wanted = names == null ? List.of("*") : Arrays.asList(names.split(","));
        for (String part : wanted) {
            List<String> matching = names().stream().filter(Wildcards.of(part)).toList();
            if (matching.isEmpty() && !part.contains("*")) {
                throw missing(part);
            }
            matching.forEach(name -> shown.add(entry(name, flat)));
        }
        Map<String, Object> content = Map.of(components ? "component_templates" : "index_templates", shown);
        return Response.of(200, AnswerWriter.write(request.output(), content), request.output());
    }

    private Map<String, Object> entry(String name, boolean flat) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put(NAME, name);
        IndexTemplates templates = service.indices().templates();
        if (components) {
            Component component = templates.components().getOrDefault(name, new Component(Parts.NONE, Map.of()));
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("template", shown(component.parts(), flat));
            content.putAll(component.extra());
            entry.put("component_template", content);
        } else {
            IndexTemplate template = templates.templates().get(name);
            entry.put("index_template", template == null ? Map.of() : shown(template, flat));
        }
        return entry;
    }

    private static Map<String, Object> shown(IndexTemplate template, boolean flat) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("index_patterns", template.indexPatterns());
        if (template.parts().given()) {
            content.put("template", shown(template.parts(), flat));
        }
        content.put("composed_of", template.composedOf());
        Long priority = template.priority();
        if (priority != null) {
            content.put("priority", priority);
        }
        content.putAll(template.extra());
        return content;
    }

    private static Map<String, Object> shown(Parts parts, boolean flat) {
        Map<String, Object> content = new LinkedHashMap<>();
        if (!parts.settings().isEmpty()) {
            content.put("settings", flat ? parts.settings() : IndexSettings.nested(parts.settings()));
        }
        if (!parts.mappings().isEmpty()) {
            content.put("mappings", parts.mappings());
        }
        if (!parts.aliases().isEmpty()) {
            content.put("aliases", parts.aliases());
        }
        return content;
    }
}
