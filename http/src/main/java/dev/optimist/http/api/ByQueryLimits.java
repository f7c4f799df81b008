package dev.optimist.http.api;

import dev.optimist.core.error.RequestException;
import dev.optimist.http.route.Parameters;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many documents a write by query takes. {@code slices} and {@code requests_per_second} are read and checked, and
 * change nothing: one walk finds all, as fast as the disk is.
 *
 * @param maxDocs null where the parameter is absent
 * @param size what {@code max_docs} was called before version 8, null where it is absent
 * @param slices how many there shall be at least documents for
 */
record ByQueryLimits(@Nullable Long maxDocs, @Nullable Long size, int slices) {
    static final Set<String> NAMES = Set.of("max_docs", "size", "slices", "requests_per_second");

    private static final long ALL_DOCUMENTS = -1;
    private static final String AUTO = "auto";

    static ByQueryLimits read(Request request) {
        Parameters parameters = request.parameters();
        requireRate(parameters.string("requests_per_second"));
        Long size = number(parameters, "size");
        if (size != null && !request.version().hasTypes()) {
            throw RequestException.illegalArgument("invalid parameter [size], use [max_docs] instead");
        }
        return new ByQueryLimits(number(parameters, "max_docs"), size, slices(parameters.string("slices")));
    }

    private static @Nullable Long number(Parameters parameters, String name) {
        return parameters.string(name) == null ? null : Long.valueOf(parameters.longValue(name, ALL_DOCUMENTS));
    }

    private static void requireRate(@Nullable String rate) {
        if (rate != null && !isRate(rate)) {
            throw RequestException.illegalArgument(
                    "[requests_per_second] must be a float greater than 0. Use -1 to disable throttling.");
        }
    }

    private static boolean isRate(String text) {
        try {
            float rate = Float.parseFloat(text);
            return rate > 0 || rate == -1;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static int slices(@Nullable String text) {
        if (text == null || text.equals(AUTO)) {
            return 1;
        }
        try {
            int slices = Integer.parseInt(text);
            if (slices > 0) {
                return slices;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw RequestException.illegalArgument(
                "[slices] must be a positive integer or the string \"auto\", but was [" + text + "]");
    }

    /** Returns the most documents to take, with what the body says of it. */
    long documentsMax(Map<String, @Nullable Object> body) {
        Long inBody = inBody(body);
        Long first = inBody == null ? size : inBody;
        Long last = maxDocs == null ? size : maxDocs;
        if (first != null && last != null && !first.equals(last)) {
            throw RequestException.illegalArgument(
                    "[max_docs] set to two different values [" + first + "] and [" + last + "]");
        }
        Long wanted = first == null ? last : first;
        return wanted == null ? Long.MAX_VALUE : checked(wanted);
    }

    private static @Nullable Long inBody(Map<String, @Nullable Object> body) {
        Object value = body.containsKey("max_docs") ? body.get("max_docs") : body.get("size");
        try {
            return value == null ? null : Long.valueOf(value.toString());
        } catch (NumberFormatException e) {
            throw RequestException.illegalArgument("Failed to parse value [" + value + "] of [max_docs]");
        }
    }

    private long checked(long wanted) {
        if (wanted == ALL_DOCUMENTS) {
            return Long.MAX_VALUE;
        }
        if (wanted < 0) {
            throw RequestException.illegalArgument("[max_docs] parameter cannot be negative, found [" + wanted + "]");
        }
        new Validation()
                .refuseIf(
                        wanted == 0,
                        "maxDocs should be greater than 0 if the request is limited to some number of documents or -1 if"
                                + " it isn't but it was [0]")
                .check();
        if (wanted < slices) {
            throw RequestException.illegalArgument("[max_docs] should be >= [slices]");
        }
        return wanted;
    }

    /** Adds a warning to the answer where the former name of {@code max_docs} was used. */
    Response warned(Request request, Response response) {
        return size == null
                ? response
                : response.with(
                        "Warning",
                        Release.of(request.version())
                                .warning("Deprecated field [size] used, expected [max_docs] instead"));
    }
}
