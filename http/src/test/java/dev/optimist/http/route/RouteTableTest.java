package dev.optimist.http.route;

import static dev.optimist.http.route.HttpMethod.DELETE;
import static dev.optimist.http.route.HttpMethod.GET;
import static dev.optimist.http.route.HttpMethod.HEAD;
import static dev.optimist.http.route.HttpMethod.POST;
import static dev.optimist.http.route.HttpMethod.PUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.optimist.core.error.RequestException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteTableTest {
    private static final RouteTable<String> TABLE = table();

    private static RouteTable<String> table() {
        RouteTable.Builder<String> builder = RouteTable.builder();
        add(builder, "/", GET, HEAD);
        add(builder, "/{index}", GET, PUT, DELETE, HEAD);
        add(builder, "/{index}/_doc", POST);
        add(builder, "/{index}/_doc/{id}", HttpMethod.values());
        add(builder, "/{index}/_create/{id}", POST, PUT);
        add(builder, "/{index}/_source/{id}", GET, HEAD);
        add(builder, "/{index}/_update/{id}", POST);
        add(builder, "/{index}/_doc/{id}/_update", POST);
        add(builder, "/_cluster/health", GET);
        add(builder, "/_cat/indices/{index}", GET);
        add(builder, "/_refresh", POST);
        typed(builder, "/{index}/{type}", POST);
        typed(builder, "/{index}/{type}/{id}", HttpMethod.values());
        typed(builder, "/{index}/{type}/{id}/_update", POST);
        return builder.build();
    }

    private static void add(RouteTable.Builder<String> builder, String pattern, HttpMethod... methods) {
        for (HttpMethod method : methods) {
            builder.add(new Route(method, pattern, Set.of()), pattern);
        }
    }

    private static void typed(RouteTable.Builder<String> builder, String pattern, HttpMethod... methods) {
        for (HttpMethod method : methods) {
            builder.add(new Route(method, pattern, Set.of(), /* typed= */ true), pattern);
        }
    }

    private static Match<String> match(String method, String uri) {
        return TABLE.match(method, new RequestTarget(uri), /* withTypes= */ false);
    }

    private static Match<String> matchTyped(String method, String uri) {
        return TABLE.match(method, new RequestTarget(uri), /* withTypes= */ true);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /,                              /",
        "GET,  /?pretty,                       /",
        "PUT,  /i,                             /{index}",
        "GET,  /i/_doc/1,                      /{index}/_doc/{id}",
        "GET,  /i/_doc/1/,                     /{index}/_doc/{id}",
        "POST, /i/_doc/,                       /{index}/_doc",
        "PUT,  /i/_doc/_update,                /{index}/_doc/{id}",
        "PUT,  /i/_doc/_doc,                   /{index}/_doc/{id}",
        "PUT,  '/i/_create/1?if_seq_no=1#x',   /{index}/_create/{id}",
        "GET,  /_cluster/health?level=indices, /_cluster/health",
        "GET,  /_cat/indices/i,                /_cat/indices/{index}",
        "GET,  /_cluster,                      /{index}",
        "GET,  /_nope,                         /{index}",
        "PUT,  /_cluster/_doc/1,               /{index}/_doc/{id}",
        "POST, /i/_doc/1/_update,              /{index}/_doc/{id}/_update",
    })
    void match_aKnownPath_findsItsRoute(String method, String uri, String pattern) {
        assertThat(match(method, uri))
                .as("literals win, trailing slashes and queries do not matter")
                .isInstanceOfSatisfying(
                        Match.Found.class, found -> assertThat(found.target()).isEqualTo(pattern));
    }

    @Test
    void match_placeholders_areDecoded() {
        Match.Found<String> found = (Match.Found<String>) match("GET", "/%C3%A9t%C3%A9/_doc/a%2Fb+c%E9");

        assertThat(found.pathParameters().get("index")).as("UTF-8").isEqualTo("été");
        assertThat(found.pathParameters().get("id")).as("a plus stays").isEqualTo("a/b+c\uFFFD");
        assertThat(found.pathParameters().get("type")).as("not in the pattern").isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"//i/_doc/1", "/i//_doc/1", "/i/_doc/1/_nope", "/_nope/x/y/z"})
    void match_anUnknownPath_hasNoHandler(String uri) {
        assertThat(match("GET", uri)).as("no route has this shape").isInstanceOf(Match.NoHandler.class);
    }

    @Test
    void match_anotherMethod_listsThoseAllowed() {
        assertThat(match("POST", "/i/_source/1"))
                .as("in the order of the enum")
                .isEqualTo(new Match.WrongMethod<String>(List.of(GET, HEAD)));
        assertThat(match("GET", "/i/_doc"))
                .as("a path without an id")
                .isEqualTo(new Match.WrongMethod<String>(List.of(POST)));
        assertThat(match("POST", "/i"))
                .as("an index is put")
                .isEqualTo(new Match.WrongMethod<String>(List.of(GET, PUT, DELETE, HEAD)));
        assertThat(match("PATCH", "/i/_doc/1"))
                .as("a method of HTTP that no route has")
                .isEqualTo(new Match.WrongMethod<String>(List.of(HttpMethod.values())));
    }

    @Test
    void match_aTypedRouteWithoutTypes_isKnownButDoesNotTake() {
        assertThat(match("GET", "/i/_nope"))
                .as("the path exists, for POST")
                .isEqualTo(new Match.WrongMethod<String>(List.of(POST)));
        assertThat(match("POST", "/i/_nope"))
                .as("the route is not of this version")
                .isInstanceOf(Match.NoHandler.class);
        assertThat(match("PUT", "/i/movie/1")).as("a typed document").isInstanceOf(Match.NoHandler.class);
    }

    @Test
    void match_aTypedRouteWithTypes_takes() {
        Match.Found<String> found = (Match.Found<String>) matchTyped("PUT", "/i/movie/1");

        assertThat(found.target()).as("the typed route").isEqualTo("/{index}/{type}/{id}");
        assertThat(found.pathParameters().get("type")).as("its type").isEqualTo("movie");
        assertThat(((Match.Found<String>) matchTyped("POST", "/i/_nope")).target())
                .as("an unknown endpoint is a type")
                .isEqualTo("/{index}/{type}");
    }

    @Test
    void match_optionsAndUnknownMethods_listWhatThePathHas() {
        assertThat(match("OPTIONS", "/i/_doc")).as("known").isEqualTo(new Match.Options<String>(List.of(POST)));
        assertThat(match("OPTIONS", "/i/_nope/1/2/3")).as("unknown").isEqualTo(new Match.Options<String>(List.of()));
        assertThat(match("FOO", "/i/_doc"))
                .as("no method of HTTP")
                .isEqualTo(new Match.UnexpectedMethod<String>(List.of(POST)));
        assertThat(match("get", "/i/_doc"))
                .as("methods have their case")
                .isEqualTo(new Match.UnexpectedMethod<String>(List.of(POST)));
    }

    @ParameterizedTest
    @CsvSource({
        "/g6/_doc/%zz, invalid escape sequence `%zz' at index 9 of: /g6/_doc/%zz",
        "/g6/_doc/%,   unterminated escape sequence at end of string: /g6/_doc/%",
        "/g6/_doc/%1,  partial escape sequence at end of string: /g6/_doc/%1",
    })
    void match_aBadEscape_isRefusedWithTheWholePath(String uri, String reason) {
        assertThatThrownBy(() -> match("PUT", uri))
                .as("before any route is looked for")
                .isInstanceOf(RequestException.class)
                .hasMessage(reason);
    }

    @Test
    void match_aVeryLongPath_hasNoHandler() {
        assertThat(match("GET", "/a".repeat(2_000))).as("bounded").isInstanceOf(Match.NoHandler.class);
    }

    @Test
    void build_twoRoutesForOnePath_isAnError() {
        RouteTable.Builder<String> builder = RouteTable.builder();
        add(builder, "/{index}", GET);

        assertThatThrownBy(() -> add(builder, "/{name}", GET))
                .as("whatever the placeholder is called")
                .isInstanceOf(IllegalArgumentException.class);
    }
}
