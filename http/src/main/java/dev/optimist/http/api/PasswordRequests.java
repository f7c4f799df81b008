package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.http.json.IndexBody;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import dev.optimist.http.security.Accounts;
import dev.optimist.http.security.Action;
import dev.optimist.http.security.Fields;
import dev.optimist.http.security.Identity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Changes a password: one's own, where one came in with it, or that of another by who may manage users. */
final class PasswordRequests implements Endpoint {
    private static final String NAME = "username";
    private static final Set<String> PARAMETERS = Set.of("refresh");
    private static final List<HttpMethod> PUT_POST = List.of(HttpMethod.PUT, HttpMethod.POST);

    private final Accounts accounts;

    PasswordRequests(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public List<Route> routes() {
        return Stream.concat(
                        DocumentRequest.routes(PUT_POST, "/_security/user/{username}/_password", PARAMETERS),
                        DocumentRequest.routes(PUT_POST, "/_security/user/_password", PARAMETERS))
                .toList();
    }

    @Override
    public boolean takesBody() {
        return true;
    }

    @Override
    public Mono<Response> handle(Request request) {
        Identity identity = request.permit().identity();
        String name = request.parameters().string(NAME, identity.name());
        if (!name.equals(identity.name()) || identity.key() != null) {
            request.permit().require(Action.CHANGE_PASSWORD);
        }
        String password = new Fields(IndexBody.parseObject(request.body(), request.bodyType(), request.version()))
                .only("password")
                .text("password");
        if (password == null) {
            throw RequestException.of(
                    ErrorKind.ACTION_REQUEST_VALIDATION, "Validation Failed: 1: password must be provided;");
        }
        return accounts.changePassword(name, password, identity.name())
                .then(Mono.fromSupplier(() -> UserRequests.answer(request, 200, Map.of())));
    }
}
