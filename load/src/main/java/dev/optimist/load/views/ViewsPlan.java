package dev.optimist.load.views;

import java.time.Duration;

/**
 * What a run of {@link PageViewsSimulation} does; comes as system properties, since Gatling makes the simulation itself.
 *
 * @param url the server
 * @param index an index of this run alone; it is deleted when all views were found
 * @param users how many visitors count at once, of each way of counting
 * @param seconds how long each of them counts
 * @param retryOnConflict what {@code _update} is told
 */
public record ViewsPlan(String url, String index, int users, int seconds, int retryOnConflict) {
    public ViewsPlan {
        if (users < 1 || seconds < 1 || retryOnConflict < 0) {
            throw new IllegalArgumentException(
                    "users and seconds must be at least 1 and retries not negative: %d, %d, %d"
                            .formatted(users, seconds, retryOnConflict));
        }
    }

    static ViewsPlan ofSystemProperties() {
        return new ViewsPlan(
                System.getProperty("url", "http://127.0.0.1:9200"),
                System.getProperty("index", "load-views-" + System.currentTimeMillis()),
                Integer.getInteger("users", 20),
                Integer.getInteger("seconds", 10),
                Integer.getInteger("retryOnConflict", 5));
    }

    Duration duration() {
        return Duration.ofSeconds(seconds);
    }
}
