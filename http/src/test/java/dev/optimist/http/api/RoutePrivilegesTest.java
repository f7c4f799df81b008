package dev.optimist.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import dev.optimist.http.security.Action;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every route says what it does, and what holds until it does. */
class RoutePrivilegesTest {
    @Test
    void route_undeclared_isForWhoMayMonitorOrForNobody() {
        assertThat(of(HttpMethod.GET, "/_nothing_yet")).as("a page of our own").containsExactly(Action.MONITOR);
        assertThat(of(HttpMethod.POST, "/_nothing_yet")).as("a change").containsExactly(Action.UNDECLARED);
        assertThat(of(HttpMethod.GET, "/{index}/_nothing_yet")).as("documents").containsExactly(Action.UNDECLARED);
    }

    @Test
    void routes_all_sayWhatTheyDo() {
        assertThat(AllRoutes.sorted().stream().filter(route -> !RoutePrivileges.declares(route)))
                .as("routes without a line in RoutePrivileges: nobody knows who may take them")
                .isEmpty();
    }

    @Test
    void route_declared_hasItsActions() {
        assertThat(of(HttpMethod.POST, "/{index}/_update_by_query"))
                .as("reads and writes")
                .containsExactly(Action.UPDATE_BY_QUERY, Action.SEARCH);
    }

    private static List<Action> of(HttpMethod method, String pattern) {
        return RoutePrivileges.of(new Route(method, pattern, Set.of()));
    }
}
