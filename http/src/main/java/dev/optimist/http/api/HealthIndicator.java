package dev.optimist.http.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One part of a health report.
 *
 * @param status green, yellow or red
 * @param symptom one sentence
 * @param trouble where it is not green: what it means, why it is so and what to do
 */
record HealthIndicator(String name, String status, String symptom, Map<String, Object> details, List<Trouble> trouble) {
    private static final List<String> STATUSES = List.of("green", "yellow", "red");

    /**
     * Why an indicator is not green.
     *
     * @param id the last part of the ids that it bears
     * @param area what is affected: ingest, search, backup
     */
    record Trouble(String id, int severity, String impact, String area, String cause, String action) {}

    static String worst(List<HealthIndicator> indicators) {
        int worst = indicators.stream()
                .mapToInt(each -> STATUSES.indexOf(each.status()))
                .max()
                .orElse(0);
        return STATUSES.get(worst);
    }

    Map<String, Object> content(boolean verbose) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("status", status);
        content.put("symptom", symptom);
        if (verbose) {
            content.put("details", details);
        }
        if (verbose && !trouble.isEmpty()) {
            content.put("impacts", trouble.stream().map(this::impact).toList());
            content.put("diagnosis", trouble.stream().map(this::diagnosis).toList());
        }
        return content;
    }

    private Map<String, Object> impact(Trouble each) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("id", "elasticsearch:health:" + name + ":impact:" + each.id());
        content.put("severity", each.severity());
        content.put("description", each.impact());
        content.put("impact_areas", List.of(each.area()));
        return content;
    }

    private Map<String, Object> diagnosis(Trouble each) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("id", "elasticsearch:health:" + name + ":diagnosis:" + each.id());
        content.put("cause", each.cause());
        content.put("action", each.action());
        content.put("help_url", "");
        content.put("affected_resources", Map.of());
        return content;
    }
}
