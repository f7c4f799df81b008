package dev.optimist.load.views;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import dev.optimist.load.profile.SimulationPlan;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.util.Locale;
import java.util.Map;

/**
 * Visitors count their views of one page, all at once, in two ways; at the end nothing that was acknowledged may be
 * missing, and nothing may be there twice.
 *
 * <ul>
 *   <li><i>By condition</i>: read the page, write one view more under {@code if_seq_no} and {@code if_primary_term}; when refused
 *       with 409, read again.
 *   <li><i>By update</i>: each visitor has a field of its own in one document, and writes one view more than it reads there,
 *       with {@code retry_on_conflict}. As only its owner changes a field, what is read is what the owner wrote last: a view
 *       once lost stays missing to the end.
 * </ul>
 *
 * <p>The last step reads both documents and compares them with what the visitors were told, and {@code _version} with the
 * number of writes. A request that ends with anything but its expected status fails the run as well.
 */
public final class PageViewsSimulation extends Simulation {
    private static final int VIEWS_BEFORE = 10;

    /** The page and the visits are created, which is version 1 of each. */
    private static final int VERSION_BEFORE = 1;

    private static final String AUDIT_PAGE = "audit the page";
    private static final String AUDIT_VISITS = "audit the visits";

    private final SimulationPlan plan = SimulationPlan.ofSystemProperties("views");
    private final Tally byCondition = new Tally();
    private final Tally byUpdate = new Tally();

    private final String page = "/" + plan.index() + "/_doc/page";
    private final String visits = "/" + plan.index() + "/_doc/visits";

    public PageViewsSimulation() {
        setUp(prepare()
                        .injectOpen(atOnceUsers(1))
                        .andThen(
                                visitorsByCondition().injectOpen(atOnceUsers(plan.users())),
                                visitorsByUpdate().injectOpen(atOnceUsers(plan.users())))
                        .andThen(audit().injectOpen(atOnceUsers(1))))
                .protocols(plan.protocol())
                .assertions(
                        global().failedRequests().count().is(0L),
                        details(AUDIT_PAGE).successfulRequests().count().is(1L),
                        details(AUDIT_VISITS).successfulRequests().count().is(1L));
    }

    @Override
    public void after() {
        System.out.println("By condition: " + byCondition);
        System.out.println("By _update:   " + byUpdate);
    }

    private ScenarioBuilder prepare() {
        return scenario("prepare")
                .exec(
                        http("create the page")
                                .put("/" + plan.index() + "/_create/page")
                                .body(StringBody("{\"views\":" + VIEWS_BEFORE + "}"))
                                .check(status().is(201)),
                        http("create the visits")
                                .put("/" + plan.index() + "/_create/visits")
                                .body(StringBody("{\"visits\":{}}"))
                                .check(status().is(201)));
    }

    // The loops end between two views, never within one: an answer that came is always counted.

    private ScenarioBuilder visitorsByCondition() {
        return scenario("visitors by condition")
                .exec(PageViewsSimulation::named)
                .during(plan.duration(), /* exitASAP= */ false)
                .on(exec(session -> session.set("counted", false))
                        .asLongAs(session -> !session.getBoolean("counted"))
                        .on(exec(readPage(), exitHereIfFailed(), countByCondition(), exitHereIfFailed())));
    }

    private ChainBuilder readPage() {
        return exec(http("read the page")
                .get(page)
                .check(
                        status().is(200),
                        jmesPath("_source.views").ofLong().saveAs("views"),
                        jmesPath("_seq_no").ofLong().saveAs("seqNo"),
                        jmesPath("_primary_term").ofLong().saveAs("primaryTerm")));
    }

    private ChainBuilder countByCondition() {
        return exec(
                http("count a view by condition")
                        .put(page)
                        .queryParam("if_seq_no", "#{seqNo}")
                        .queryParam("if_primary_term", "#{primaryTerm}")
                        .body(StringBody(session -> "{\"views\":" + (session.getLong("views") + 1) + "}"))
                        .check(status().in(200, 409).saveAs("status")),
                exec(session -> told(session, byCondition)));
    }

    private ScenarioBuilder visitorsByUpdate() {
        return scenario("visitors by _update")
                .exec(PageViewsSimulation::named)
                .during(plan.duration(), /* exitASAP= */ false)
                .on(exec(readOwnVisits(), exitHereIfFailed(), countByUpdate(), exitHereIfFailed()));
    }

    private ChainBuilder readOwnVisits() {
        return exec(http("read own visits")
                .get(visits)
                .queryParam("_source", "visits.#{visitor}")
                .check(
                        status().is(200),
                        jmesPath("_source.visits.#{visitor}")
                                .ofLong()
                                .withDefault(0L)
                                .saveAs("views")));
    }

    private ChainBuilder countByUpdate() {
        return exec(
                http("count a view by _update")
                        .post("/" + plan.index() + "/_update/visits")
                        .queryParam("retry_on_conflict", plan.retryOnConflict())
                        .body(StringBody(session -> String.format(
                                Locale.ROOT,
                                "{\"doc\":{\"visits\":{\"%s\":%d}}}",
                                session.getString("visitor"),
                                session.getLong("views") + 1)))
                        .check(status().in(200, 409).saveAs("status")),
                exec(session -> told(session, byUpdate)));
    }

    private ScenarioBuilder audit() {
        return scenario("audit")
                .exec(
                        http(AUDIT_PAGE)
                                .get(page)
                                .check(
                                        status().is(200),
                                        jmesPath("_source.views")
                                                .ofLong()
                                                .validate(
                                                        "no view lost",
                                                        (stored, session) ->
                                                                byCondition.audited("views", stored, VIEWS_BEFORE)),
                                        jmesPath("_version")
                                                .ofLong()
                                                .validate(
                                                        "one version a view",
                                                        (stored, session) -> byCondition.audited(
                                                                "versions", stored, VERSION_BEFORE))),
                        http(AUDIT_VISITS)
                                .get(visits)
                                .check(
                                        status().is(200),
                                        jmesPath("_source.visits")
                                                .ofMap()
                                                .validate("no visit lost", (stored, session) -> auditedVisits(stored)),
                                        jmesPath("_version")
                                                .ofLong()
                                                .validate(
                                                        "one version a visit",
                                                        (stored, session) ->
                                                                byUpdate.audited("versions", stored, VERSION_BEFORE))),
                        exitHereIfFailed(),
                        http("delete the index").delete("/" + plan.index()).check(status().is(200)));
    }

    private Map<String, Object> auditedVisits(Map<String, Object> stored) {
        return byUpdate.audited(stored);
    }

    private static Session named(Session session) {
        return session.set("visitor", "v" + session.userId());
    }

    private static Session told(Session session, Tally tally) {
        String visitor = session.getString("visitor");
        int status = session.contains("status") ? session.getInt("status") : 0;
        switch (status) {
            case 200 -> tally.acknowledge(visitor);
            case 409 -> tally.refuse();
            default -> tally.doubt(visitor);
        }
        return session.remove("status").set("counted", status == 200);
    }
}
