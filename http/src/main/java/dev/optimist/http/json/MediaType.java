package dev.optimist.http.json;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A media type of a header, in lower case.
 *
 * @param header as it came
 * @param name type and subtype
 */
record MediaType(String header, String name, Map<String, String> parameters) {
    /** What nearly every body is. */
    private static final MediaType JSON = new MediaType("application/json", "application/json", Map.of());

    private static final String COMPATIBLE_WITH = "compatible-with";
    private static final String VENDOR = "application/vnd.elasticsearch+";
    private static final Set<String> FORM =
            Set.of("application/x-www-form-urlencoded", "multipart/form-data", "text/plain");

    /**
     * Reads a header; null for a range or list of types, which stands for none.
     *
     * @throws IllegalArgumentException with Elasticsearch's text for what is no media type
     */
    static @Nullable MediaType parse(String header) {
        if (header.equals(JSON.header)) {
            return JSON;
        }
        if (header.indexOf(',') >= 0 || header.equals("*/*")) {
            return null;
        }
        String[] elements = header.toLowerCase(Locale.ROOT).split(";", -1);
        int slash = elements[0].indexOf('/');
        String type = slash < 0 ? "" : elements[0].substring(0, slash).trim();
        String subtype = elements[0].substring(slash + 1).trim();
        if (!isToken(type) || !isToken(subtype)) {
            throw new IllegalArgumentException("invalid media-type [" + header + "]");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 1; i < elements.length; i++) {
            addParameter(header, elements[i].trim(), parameters);
        }
        return new MediaType(header, type + "/" + subtype, parameters);
    }

    private static void addParameter(String header, String text, Map<String, String> parameters) {
        if (text.isEmpty()) {
            return;
        }
        int equals = text.indexOf('=');
        String name = text.substring(0, Math.max(equals, 0));
        String value = text.substring(equals + 1);
        boolean spaced = !name.equals(name.stripTrailing()) || !value.equals(value.stripLeading());
        if (name.isEmpty() || value.isEmpty() || spaced || value.indexOf('=') >= 0) {
            throw new IllegalArgumentException("invalid parameters for header [" + header + "]");
        }
        parameters.put(name.trim(), value.trim());
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(MediaType::isTokenCharacter);
    }

    static boolean isTokenCharacter(int c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    /** Returns the format that this names, or null where it names none that is known. */
    @Nullable
    ContentType format() {
        String version = parameters.get(COMPATIBLE_WITH);
        if (isVendor() && version != null && !version.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        return switch (bareName()) {
            case "application/json", "application/*" -> ContentType.JSON;
            case "application/x-ndjson" -> ContentType.NDJSON;
            case "application/cbor" -> ContentType.CBOR;
            case "application/smile" -> ContentType.SMILE;
            case "application/yaml" -> ContentType.YAML;
            default -> null;
        };
    }

    boolean isVendor() {
        return name.startsWith(VENDOR);
    }

    private String bareName() {
        return isVendor() ? "application/" + name.substring(VENDOR.length()) : name;
    }

    /** Returns whether a browser sends this without asking the server first. */
    boolean isForm() {
        return FORM.contains(name);
    }

    /** Returns the version after {@code compatible-with}, or null. */
    @Nullable
    Integer compatibleWith() {
        String version = parameters.get(COMPATIBLE_WITH);
        try {
            return version == null ? null : Integer.valueOf(version);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Value out of range. Value:\"" + version + "\" Radix:10", e);
        }
    }

    /** Returns the parameters as they stand behind an answer's media type. */
    String suffix() {
        return parameters.entrySet().stream()
                .map(entry -> ";" + entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining());
    }

    /** Returns the media type of a format, in the vendor's form. */
    static String vendor(ContentType type) {
        return VENDOR + (type == ContentType.NDJSON ? ContentType.JSON : type).shortName();
    }
}
