package dev.optimist.load.hot;

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
import java.util.concurrent.atomic.LongAdder;

/**
 * Everybody updates one document with {@code retry_on_conflict}, half of them by a counter script and half by a partial document;
 * nobody may be refused, and every acknowledged step of the counter must be there at the end.
 */
public final class HotDocumentSimulation extends Simulation {
    private static final String AUDIT = "audit the counter";

    private final SimulationPlan plan = SimulationPlan.ofSystemProperties("hot");
    private final LongAdder counted = new LongAdder();
    private final LongAdder merged = new LongAdder();
    private final String update = "/" + plan.index() + "/_update/hot";
    private final String document = "/" + plan.index() + "/_doc/hot";

    public HotDocumentSimulation() {
        setUp(prepare()
                        .injectOpen(atOnceUsers(1))
                        .andThen(
                                counting().injectOpen(atOnceUsers((plan.users() + 1) / 2)),
                                merging().injectOpen(atOnceUsers((plan.users() + 1) / 2)))
                        .andThen(audit().injectOpen(atOnceUsers(1))))
                .protocols(plan.protocol())
                .assertions(
                        global().failedRequests().count().is(0L),
                        details(AUDIT).successfulRequests().count().is(1L));
    }

    @Override
    public void after() {
        System.out.printf("%,d steps of the counter, %,d merges acknowledged%n", counted.sum(), merged.sum());
    }

    private ScenarioBuilder prepare() {
        return scenario("prepare")
                .exec(http("create the document")
                        .put("/" + plan.index() + "/_create/hot")
                        .body(StringBody("{\"count\":0,\"seen\":{}}"))
                        .check(status().is(201)));
    }

    private ScenarioBuilder counting() {
        return scenario("counting")
                .during(plan.duration(), /* exitASAP= */ false)
                .on(updated(
                        "count by script",
                        "{\"script\":{\"source\":\"ctx._source.count += params.by\",\"params\":{\"by\":1}}}",
                        counted));
    }

    private ScenarioBuilder merging() {
        return scenario("merging")
                .exec(session -> session.set("step", 0))
                .during(plan.duration(), /* exitASAP= */ false)
                .on(
                        exec((Session session) ->
                                session.set("step", session.getInt("step") + 1).set("user", "u" + session.userId())),
                        updated("merge a doc", "{\"doc\":{\"seen\":{\"#{user}\":#{step}}}}", merged));
    }

    private ChainBuilder updated(String name, String body, LongAdder acknowledged) {
        return exec(
                exec(session -> session.remove("status")),
                http(name)
                        .post(update)
                        .queryParam("retry_on_conflict", plan.retryOnConflict())
                        .body(StringBody(body))
                        .check(status().is(200).saveAs("status")),
                exec(session -> {
                    if (session.contains("status")) {
                        acknowledged.increment();
                    }
                    return session;
                }));
    }

    private ScenarioBuilder audit() {
        return scenario("audit")
                .exec(
                        http(AUDIT)
                                .get(document)
                                .check(
                                        status().is(200),
                                        jmesPath("_source.count")
                                                .ofLong()
                                                .validate("no step lost", (stored, session) -> explained(stored)),
                                        jmesPath("_version")
                                                .ofLong()
                                                .validate(
                                                        "one version an update",
                                                        (stored, session) -> versions(stored))),
                        exitHereIfFailed(),
                        http("delete the index").delete("/" + plan.index()).check(status().is(200)));
    }

    private Long explained(long stored) {
        return equal("counted", stored, counted.sum());
    }

    private Long versions(long stored) {
        return equal("versions", stored - 1, counted.sum() + merged.sum());
    }

    private static long equal(String what, long stored, long acknowledged) {
        if (stored != acknowledged) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "%s: stored %,d, acknowledged %,d", what, stored, acknowledged));
        }
        return stored;
    }
}
