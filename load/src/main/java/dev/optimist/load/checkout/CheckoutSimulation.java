package dev.optimist.load.checkout;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import dev.optimist.load.journal.Journal;
import dev.optimist.load.journal.Kind;
import dev.optimist.load.profile.SimulationPlan;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.util.Map;

/**
 * Buyers take toasters from one stock, all at once: read what is left, write one less by a conditional {@code _update}, and
 * when refused with 409 read again, or with the system property {@code sourceOnConflict} take from the 409 what is left. First there is one toaster for every second buyer, then more than they can
 * buy until the time is over. At the end what is left and what was sold must be what there was, of the few and of the many.
 */
public final class CheckoutSimulation extends Simulation {
    private static final long MANY = 100_000_000;
    private static final String AUDIT_FEW = "audit the few";
    private static final String AUDIT_MANY = "audit the many";

    private final SimulationPlan plan = SimulationPlan.ofSystemProperties("checkout");
    private final Journal journal = Journal.ofSystemProperty(plan.index());
    private final boolean sourceOnConflict = Boolean.getBoolean("sourceOnConflict");
    private final Sales few = new Sales();
    private final Sales many = new Sales();
    private final long fewBefore = (plan.users() + 1L) / 2;

    public CheckoutSimulation() {
        setUp(prepare()
                        .injectOpen(atOnceUsers(1))
                        .andThen(buyersOfFew().injectOpen(atOnceUsers(plan.users())))
                        .andThen(buyersOfMany().injectOpen(atOnceUsers(plan.users())))
                        .andThen(audit().injectOpen(atOnceUsers(1))))
                .protocols(plan.protocol())
                .assertions(
                        global().failedRequests().count().is(0L),
                        details(AUDIT_FEW).successfulRequests().count().is(1L),
                        details(AUDIT_MANY).successfulRequests().count().is(1L));
    }

    @Override
    public void after() {
        journal.close();
        System.out.println("Of few:  " + few);
        System.out.println("Of many: " + many);
    }

    private ScenarioBuilder prepare() {
        return scenario("prepare")
                .exec(
                        http("create the index")
                                .put("/" + plan.index())
                                .body(StringBody(SimulationPlan.indexSettings()))
                                .check(status().is(200)),
                        stocked("few", fewBefore),
                        stocked("many", MANY));
    }

    private ChainBuilder stocked(String id, long count) {
        return exec(
                exec(session -> session.set("id", id)),
                journal.recorded(
                        Kind.CREATE,
                        http("stock")
                                .put("/" + plan.index() + "/_create/#{id}")
                                .body(StringBody("{\"name\":\"toaster\",\"in_stock\":" + count + ",\"op\":\"#{op}\"}"))
                                .check(status().is(201).saveAs("status"))));
    }

    private ScenarioBuilder buyersOfFew() {
        return scenario("buyers of few")
                .exec(session -> session.set("id", "few").set("done", false).set("known", false))
                .asLongAs(session -> !session.getBoolean("done"))
                .on(exec(
                        look(),
                        exitHereIfFailed(),
                        doIf(CheckoutSimulation::available).then(buy(few))));
    }

    private ScenarioBuilder buyersOfMany() {
        return scenario("buyers of many")
                .exec(session -> session.set("id", "many").set("known", false))
                .during(plan.duration(), /* exitASAP= */ false)
                .on(exec(session -> session.set("done", false))
                        .asLongAs(session -> !session.getBoolean("done"))
                        .on(exec(look(), exitHereIfFailed(), buy(many), exitHereIfFailed())));
    }

    /** Reads, unless the last 409 has told already. */
    private ChainBuilder look() {
        return exec(
                doIf(session -> !session.getBoolean("known")).then(read()),
                exec(session -> session.set("done", session.getLong("inStock") <= 0)));
    }

    private ChainBuilder read() {
        return exec(
                journal.recorded(
                        Kind.GET,
                        http("look")
                                .get("/" + plan.index() + "/_doc/#{id}")
                                .check(
                                        status().is(200).saveAs("status"),
                                        jmesPath("_source.in_stock").ofLong().saveAs("inStock"))),
                exec(session -> session.set("baseSeqNo", session.getLong("seqNo"))
                        .set("basePrimaryTerm", session.getLong("primaryTerm"))));
    }

    private static boolean available(Session session) {
        return session.getLong("inStock") > 0;
    }

    private ChainBuilder buy(Sales sales) {
        return exec(
                exec(session -> session.set("left", session.getLong("inStock") - 1)),
                journal.recorded(
                        Kind.CONDITIONAL_UPDATE,
                        http("buy")
                                .post("/" + plan.index() + "/_update/#{id}")
                                .queryParam("if_seq_no", "#{baseSeqNo}")
                                .queryParam("if_primary_term", "#{basePrimaryTerm}")
                                .queryParamMap(sourceOnConflict ? Map.of("_source_on_conflict", true) : Map.of())
                                .body(StringBody("{\"doc\":{\"in_stock\":#{left},\"op\":\"#{op}\"}}"))
                                .check(
                                        status().in(200, 409).saveAs("status"),
                                        told("_source.in_stock", "toldInStock"),
                                        told("_seq_no", "toldSeqNo"),
                                        told("_primary_term", "toldPrimaryTerm"))),
                exec(session -> told(session, sales)));
    }

    private static CheckBuilder told(String key, String attribute) {
        return jmesPath("error.current." + key).ofLong().withDefault(-1L).saveAs(attribute);
    }

    private static Session told(Session session, Sales sales) {
        int status = session.contains("status") ? session.getInt("status") : 0;
        sales.told(status);
        boolean known = status == 409 && session.getLong("toldSeqNo") >= 0;
        return (known ? looked(session) : session).set("known", known).set("done", status == 200);
    }

    private static Session looked(Session session) {
        return session.set("inStock", session.getLong("toldInStock"))
                .set("baseSeqNo", session.getLong("toldSeqNo"))
                .set("basePrimaryTerm", session.getLong("toldPrimaryTerm"));
    }

    private ScenarioBuilder audit() {
        return scenario("audit")
                .exec(
                        audited(AUDIT_FEW, "few", few, fewBefore),
                        audited(AUDIT_MANY, "many", many, MANY),
                        exitHereIfFailed(),
                        http("delete the index").delete("/" + plan.index()).check(status().is(200)));
    }

    private ChainBuilder audited(String name, String id, Sales sales, long before) {
        return exec(
                exec(session -> session.set("id", id)),
                journal.recorded(
                        Kind.GET,
                        http(name)
                                .get("/" + plan.index() + "/_doc/#{id}")
                                .check(
                                        status().is(200).saveAs("status"),
                                        jmesPath("_source.in_stock")
                                                .ofLong()
                                                .validate(
                                                        "conservation of stock",
                                                        (left, session) -> sales.conserved(before, left)))));
    }
}
