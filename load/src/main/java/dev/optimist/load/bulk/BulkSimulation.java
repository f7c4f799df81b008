package dev.optimist.load.bulk;

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
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Loaders send {@code _bulk} requests of new documents until the time is over; no document may be refused, and at the end as many
 * must be counted as were acknowledged.
 */
public final class BulkSimulation extends Simulation {
    private static final int DOCUMENTS_PER_REQUEST = 500;
    private static final String AUDIT = "count";
    private static final String PADDING = "A page of the site. ".repeat(20);

    private final SimulationPlan plan = SimulationPlan.ofSystemProperties("bulk");
    private final AtomicLong ids = new AtomicLong();
    private final LongAdder acknowledged = new LongAdder();

    public BulkSimulation() {
        setUp(loaders().injectOpen(atOnceUsers(plan.users())).andThen(audit().injectOpen(atOnceUsers(1))))
                .protocols(plan.protocol())
                .assertions(
                        global().failedRequests().count().is(0L),
                        details(AUDIT).successfulRequests().count().is(1L));
    }

    @Override
    public void after() {
        System.out.printf("%,d documents acknowledged%n", acknowledged.sum());
    }

    private ScenarioBuilder loaders() {
        return scenario("loaders")
                .during(plan.duration(), /* exitASAP= */ false)
                .on(
                        exec(session -> session.remove("errors")),
                        http("bulk")
                                .post("/" + plan.index() + "/_bulk")
                                .header("Content-Type", "application/x-ndjson")
                                .body(StringBody(session -> lines()))
                                .check(
                                        status().is(200),
                                        jmesPath("errors").ofBoolean().is(false).saveAs("errors")),
                        exec(this::told));
    }

    private String lines() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < DOCUMENTS_PER_REQUEST; i++) {
            long id = ids.incrementAndGet();
            lines.append("{\"create\":{\"_id\":\"")
                    .append(id)
                    .append("\"}}\n{\"page\":")
                    .append(id)
                    .append(",\"text\":\"")
                    .append(PADDING)
                    .append("\"}\n");
        }
        return lines.toString();
    }

    private Session told(Session session) {
        if (session.contains("errors")) {
            acknowledged.add(DOCUMENTS_PER_REQUEST);
        }
        return session;
    }

    private ScenarioBuilder audit() {
        return scenario("audit")
                .exec(
                        http("refresh").post("/" + plan.index() + "/_refresh").check(status().is(200)),
                        http(AUDIT)
                                .get("/" + plan.index() + "/_count")
                                .check(
                                        status().is(200),
                                        jmesPath("count")
                                                .ofLong()
                                                .validate("every document there", (count, session) -> counted(count))),
                        exitHereIfFailed(),
                        http("delete the index").delete("/" + plan.index()).check(status().is(200)));
    }

    private Long counted(long count) {
        if (count != acknowledged.sum()) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "%,d documents counted, %,d acknowledged", count, acknowledged.sum()));
        }
        return count;
    }
}
