package dev.optimist.load.profile;

import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;
import java.util.Locale;

/**
 * What a run of a simulation does; comes as system properties, since Gatling makes the simulation itself: {@code profile}, and
 * {@code users}, {@code seconds}, {@code retryOnConflict}, {@code url}, {@code index} beside it.
 *
 * @param url the server
 * @param index an index of this run alone; it is deleted when the run has found nothing wrong
 * @param users how many there are at once, or for a steady rate how many come each second
 * @param seconds how long
 * @param retryOnConflict what {@code _update} is told
 */
public record SimulationPlan(String url, String index, int users, int seconds, int retryOnConflict) {
    public SimulationPlan {
        if (users < 1 || seconds < 1 || retryOnConflict < 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "users and seconds must be at least 1 and retries not negative: %d, %d, %d",
                    users,
                    seconds,
                    retryOnConflict));
        }
    }

    /** Reads the system properties; {@code name} is part of the index's name. */
    public static SimulationPlan ofSystemProperties(String name) {
        Profile profile = Profile.named(System.getProperty("profile", Profile.STEADY.name()));
        return new SimulationPlan(
                System.getProperty("url", "http://127.0.0.1:9200"),
                System.getProperty(
                        "index",
                        String.format(
                                Locale.ROOT, "load-%s-%d", name.toLowerCase(Locale.ROOT), System.currentTimeMillis())),
                Integer.getInteger("users", profile.users()),
                Integer.getInteger("seconds", profile.seconds()),
                Integer.getInteger("retryOnConflict", 5));
    }

    public Duration duration() {
        return Duration.ofSeconds(seconds);
    }

    /** Returns how all simulations speak. */
    public HttpProtocolBuilder protocol() {
        return http.baseUrl(url)
                .acceptHeader("application/json")
                .contentTypeHeader("application/json")
                .shareConnections()
                .disableCaching()
                .disableWarmUp();
    }

    /** Returns the body that makes an index of one shard whose tombstones outlive the run, as the history's rules ask for. */
    public static String indexSettings() {
        return "{\"settings\":{\"number_of_shards\":1,\"number_of_replicas\":0,\"index\":{\"gc_deletes\":\"12h\"}}}";
    }
}
