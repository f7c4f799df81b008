package dev.optimist.http.security;

import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import dev.optimist.http.testing.RawHttp;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Asks for every route in somebody's name, many requests in a row on one connection. */
final class AskedRoutes {
    private static final int AT_ONCE = 64;

    /** Its answer never ends. */
    private static final String ENDLESS = "/_dashboard/stream";

    /** Elasticsearch 7 calls a body that is missing its own failure, and so does version 7 here. */
    private static final String NO_BODY_IN_VERSION_7 = "\"not_x_content_exception\"";

    private AskedRoutes() {}

    /** A request and what became of it. */
    record Asked(
            Route route, boolean onForeignIndex, String path, int status, boolean securityException, boolean broken) {
        boolean isAsExpected(boolean allowed, boolean known) {
            if (broken) {
                return false;
            }
            return allowed ? !securityException : securityException && status == (known ? 403 : 401);
        }

        @Override
        public String toString() {
            return "%s %s: %d".formatted(route.method(), path, status);
        }
    }

    static List<Asked> ask(InetSocketAddress address, String authorization, List<Route> routes) {
        List<Request> requests = requests(routes);
        List<Asked> asked = new ArrayList<>();
        try (RawHttp connection = RawHttp.connect(address)) {
            for (int from = 0; from < requests.size(); from += AT_ONCE) {
                List<Request> some = requests.subList(from, Math.min(from + AT_ONCE, requests.size()));
                connection.send(some.stream()
                        .map(request -> request.bytes(authorization))
                        .collect(Collectors.joining()));
                some.forEach(request ->
                        asked.add(request.answered(connection, request.route().method())));
            }
        }
        routes.stream().filter(route -> route.pattern().equals(ENDLESS)).forEach(route -> {
            try (RawHttp connection = RawHttp.connect(address)) {
                Request request = new Request(route, /* onForeignIndex= */ false);
                connection.send(request.bytes(authorization));
                asked.add(request.answered(connection, HttpMethod.HEAD));
            }
        });
        return asked;
    }

    private static List<Request> requests(List<Route> routes) {
        List<Request> requests = new ArrayList<>();
        for (Route route : routes) {
            if (!route.pattern().equals(ENDLESS)) {
                requests.add(new Request(route, /* onForeignIndex= */ false));
            }
            if (route.pattern().contains("{index}")) {
                requests.add(new Request(route, /* onForeignIndex= */ true));
            }
        }
        return requests;
    }

    private record Request(Route route, boolean onForeignIndex) {
        String path() {
            boolean deletes =
                    route.method() == HttpMethod.DELETE && route.pattern().equals("/{index}");
            String index = (onForeignIndex ? "out-" : "in-") + (deletes ? "gone" : "1");
            return route.pattern()
                    .replace("{index}", index)
                    .replaceAll("\\{\\w+}", "in-x"); // an alias is within the pattern too
        }

        String bytes(String authorization) {
            return RawHttp.lines(
                    route.method() + " " + path() + " HTTP/1.1",
                    "Host: localhost",
                    authorization.isEmpty() ? "X-Nobody: yes" : "Authorization: " + authorization);
        }

        Asked answered(RawHttp connection, HttpMethod read) {
            RawHttp.Answer answer = connection.receive(read.name());
            boolean refused = answer.status() == 401
                    || (answer.status() == 403
                            && (read == HttpMethod.HEAD || answer.text().contains("\"security_exception\"")));
            boolean broken = answer.status() >= 500 && !answer.text().contains(NO_BODY_IN_VERSION_7);
            return new Asked(route, onForeignIndex, path(), answer.status(), refused, broken);
        }
    }
}
