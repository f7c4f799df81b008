package dev.optimist.load.crud;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import dev.optimist.load.journal.Journal;
import dev.optimist.load.journal.Kind;
import dev.optimist.load.profile.SimulationPlan;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Visits at a steady rate, whatever the server does (an open model): each reads one of some documents, changes it in one of several ways and
 * reads it again, which must show its own write or a later one. Conflicts and missing documents are part of it; whether all of it
 * fits together is for the history checker to say.
 */
public final class CrudSimulation extends Simulation {
    private static final int DOCUMENTS = 50;
    private static final int VISITS_PER_USER = 10;

    private final SimulationPlan plan = SimulationPlan.ofSystemProperties("crud");
    private final Journal journal = Journal.ofSystemProperty(plan.index());
    private final String document = "/" + plan.index() + "/_doc/#{id}";

    public CrudSimulation() {
        double perSecond = (double) plan.users() * VISITS_PER_USER;
        setUp(prepare()
                        .injectOpen(atOnceUsers(1))
                        .andThen(visits().injectOpen(
                                        constantUsersPerSec(perSecond).during(plan.duration())))
                        .andThen(cleanUp().injectOpen(atOnceUsers(1))))
                .protocols(plan.protocol())
                .assertions(global().failedRequests().count().is(0L));
    }

    @Override
    public void after() {
        journal.close();
    }

    private ScenarioBuilder prepare() {
        return scenario("prepare")
                .exec(http("create the index")
                        .put("/" + plan.index())
                        .body(StringBody(SimulationPlan.indexSettings()))
                        .check(status().is(200)));
    }

    private ScenarioBuilder visits() {
        return scenario("visits")
                .exec(session -> session.set(
                                "id", "d" + ThreadLocalRandom.current().nextInt(DOCUMENTS))
                        .set("written", 0L))
                .exec(
                        read("read"),
                        randomSwitch()
                                .on(
                                        percent(35).then(conditional()),
                                        percent(20).then(index()),
                                        percent(20).then(update()),
                                        percent(15).then(create()),
                                        percent(10).then(delete())),
                        exec(CrudSimulation::remembered),
                        read("read again"));
    }

    private ChainBuilder read(String name) {
        return journal.recorded(
                Kind.GET,
                http(name)
                        .get(document)
                        .check(status().in(200, 404).saveAs("status"))
                        .check(jmesPath("_version")
                                .ofLong()
                                .withDefault(Long.MAX_VALUE)
                                .validate("own write or later", CrudSimulation::notBefore)));
    }

    private static Long notBefore(Long version, Session session) {
        if (version < session.getLong("written")) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT, "version %d after version %d was acknowledged", version, session.getLong("written")));
        }
        return version;
    }

    private static Session remembered(Session session) {
        boolean written = session.contains("version") && session.getLong("version") > 0;
        return session.set("written", written ? session.getLong("version") : 0L);
    }

    private ChainBuilder conditional() {
        return exec(
                exec(session -> session.set("baseSeqNo", session.getLong("seqNo"))
                        .set("basePrimaryTerm", session.getLong("primaryTerm"))),
                doIf(session -> session.getLong("baseSeqNo") >= 0)
                        .then(journal.recorded(
                                Kind.CONDITIONAL_INDEX,
                                written(http("write by condition")
                                        .put(document)
                                        .queryParam("if_seq_no", "#{baseSeqNo}")
                                        .queryParam("if_primary_term", "#{basePrimaryTerm}")))));
    }

    private ChainBuilder index() {
        return journal.recorded(Kind.INDEX, written(http("write").put(document)));
    }

    private ChainBuilder create() {
        return journal.recorded(Kind.CREATE, written(http("create").put("/" + plan.index() + "/_create/#{id}")));
    }

    private ChainBuilder update() {
        return journal.recorded(
                Kind.UPDATE,
                http("update")
                        .post("/" + plan.index() + "/_update/#{id}")
                        .queryParam("retry_on_conflict", plan.retryOnConflict())
                        .body(StringBody("{\"doc\":{\"op\":\"#{op}\"}}"))
                        .check(status().in(200, 404).saveAs("status")));
    }

    private ChainBuilder delete() {
        return journal.recorded(
                Kind.DELETE,
                http("delete").delete(document).check(status().in(200, 404).saveAs("status")));
    }

    private static HttpRequestActionBuilder written(HttpRequestActionBuilder request) {
        return request.body(StringBody("{\"name\":\"one of some\",\"op\":\"#{op}\"}"))
                .check(status().in(200, 201, 409).saveAs("status"));
    }

    private ScenarioBuilder cleanUp() {
        return scenario("clean up")
                .exec(http("delete the index").delete("/" + plan.index()).check(status().is(200)));
    }
}
