package dev.optimist.http.api;

import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.json.ContentType;
import dev.optimist.http.json.Output;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.security.Permit;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that a route has been found for, with its whole body.
 *
 * @param uri as it came, with the query
 * @param path percent-decoded, without the query, as messages show it
 * @param parameters of path and query
 * @param body empty where there is none; shared, not copied
 * @param bodyType the format of the body; JSON where there is none
 * @param output how the answer is to be written, and in which version of the API
 * @param permit what the request may touch; what its path names has been checked
 */
@SuppressWarnings("ArrayRecordComponent") // shared, not copied; never compared
public record Request(
        HttpMethod method,
        String uri,
        String path,
        Parameters parameters,
        Headers headers,
        byte[] body,
        ContentType bodyType,
        Output output,
        Permit permit) {
    /** Makes a request that may touch everything. */
    public Request(
            HttpMethod method,
            String uri,
            String path,
            Parameters parameters,
            Headers headers,
            byte[] body,
            ContentType bodyType,
            Output output) {
        this(method, uri, path, parameters, headers, body, bodyType, output, Permit.ANYTHING);
    }

    /** The headers of a request. */
    @FunctionalInterface
    public interface Headers {
        /** Returns the first value of a header, in whichever case, or null. */
        @Nullable
        String get(String name);

        /** Returns all values of a header, in whichever case. */
        default List<String> all(String name) {
            String only = get(name);
            return only == null ? List.of() : List.of(only);
        }
    }

    /** Returns the name of an index, a date in it resolved. */
    public static String resolvedIndex(String name) {
        return DateMathName.resolve(name, Clock.systemUTC());
    }

    /** Returns the value of a placeholder of the route's pattern; it must be there. */
    public String pathParameter(String name) {
        return parameters.required(name);
    }

    /** Returns the first value of a header, in whichever case, or null. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** Returns the version of the API that the request is made in. */
    public ApiVersion version() {
        return output.version();
    }

    public boolean hasBody() {
        return body.length > 0;
    }
}
