package dev.optimist.http.api;

import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.json.IndexBody;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import dev.optimist.http.security.Accounts;
import dev.optimist.http.security.Accounts.UserChange;
import dev.optimist.http.security.Fields;
import dev.optimist.http.security.User;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Shows, makes, changes, stops and deletes users. */
final class UserRequests implements Endpoint {
    private static final String NAME = "username";
    private static final String ALL = "/_security/user";
    private static final String ONE = "/_security/user/{username}";
    private static final String ENABLE = "/_security/user/{username}/_enable";
    private static final String DISABLE = "/_security/user/{username}/_disable";
    private static final Set<String> CHANGE = Set.of("refresh");
    private static final List<HttpMethod> PUT_POST = List.of(HttpMethod.PUT, HttpMethod.POST);

    private final Accounts accounts;

    UserRequests(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public List<Route> routes() {
        return Stream.of(
                        Stream.of(
                                new Route(HttpMethod.GET, ALL, Set.of()),
                                new Route(HttpMethod.GET, ONE, Set.of()),
                                new Route(HttpMethod.DELETE, ONE, CHANGE)),
                        DocumentRequest.routes(PUT_POST, ONE, CHANGE),
                        DocumentRequest.routes(PUT_POST, ENABLE, CHANGE),
                        DocumentRequest.routes(PUT_POST, DISABLE, CHANGE))
                .flatMap(each -> each)
                .toList();
    }

    @Override
    public boolean takesBody() {
        return true;
    }

    @Override
    public Mono<Response> handle(Request request) {
        return switch (request.method()) {
            case GET, HEAD -> show(request);
            case DELETE -> delete(request);
            case PUT, POST -> change(request);
        };
    }

    private Mono<Response> show(Request request) {
        List<String> names = request.parameters().list(NAME).orElse(List.of());
        return Mono.fromSupplier(() -> {
            Map<String, Object> shown = new LinkedHashMap<>();
            for (User user : accounts.users()) {
                if (names.isEmpty() || names.contains(user.name())) {
                    shown.put(user.name(), user.shown());
                }
            }
            return answer(request, shown.isEmpty() && !names.isEmpty() ? 404 : 200, shown);
        });
    }

    private Mono<Response> delete(Request request) {
        return accounts.deleteUser(request.pathParameter(NAME), by(request))
                .map(found -> answer(request, found ? 200 : 404, Map.of("found", found)));
    }

    private Mono<Response> change(Request request) {
        String name = request.pathParameter(NAME);
        boolean enables = request.path().endsWith("/_enable");
        if (enables || request.path().endsWith("/_disable")) {
            return accounts.enable(name, enables, by(request))
                    .then(Mono.fromSupplier(() -> answer(request, 200, Map.of())));
        }
        UserChange change = read(request);
        return accounts.putUser(name, change, by(request))
                .map(created -> answer(request, 200, Map.of("created", created)));
    }

    private static UserChange read(Request request) {
        Fields body = new Fields(IndexBody.parseObject(request.body(), request.bodyType(), request.version()))
                .only("username", "password", "roles", "full_name", "email", "metadata", "enabled");
        return new UserChange(
                body.text("password"),
                body.has("roles") ? body.texts("roles") : null,
                body.text("full_name"),
                body.text("email"),
                body.object("metadata"),
                body.flag("enabled", /* absent= */ true));
    }

    static String by(Request request) {
        return request.permit().identity().name();
    }

    static Response answer(Request request, int status, Map<String, ?> content) {
        return Response.of(status, AnswerWriter.write(request.output(), content), request.output());
    }
}
