package dev.optimist.core.error;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that cannot be carried out as it stands; its error body may bear further keys after {@code reason}. */
public final class RequestException extends DocumentException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialized; holds JSON values only
    private final Map<String, Object> details;

    private RequestException(
            ErrorKind kind, String reason, Map<String, Object> details, @Nullable DocumentException cause) {
        super(kind, reason, cause);
        this.details = details;
    }

    public static RequestException of(ErrorKind kind, String reason) {
        return new RequestException(kind, reason, Map.of(), null);
    }

    public static RequestException illegalArgument(String reason) {
        return of(ErrorKind.ILLEGAL_ARGUMENT, reason);
    }

    /** Returns the same failure with what {@code caused_by} shows. */
    public RequestException causedBy(DocumentException cause) {
        return new RequestException(kind(), reason(), details, cause);
    }

    /** Returns the same failure with one more key after {@code reason}; the value is a JSON value of the JDK's types. */
    public RequestException with(String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put(key, value);
        return new RequestException(kind(), reason(), more, (DocumentException) getCause());
    }

    /** Returns the keys after {@code reason}, in order. */
    public Map<String, Object> details() {
        return details;
    }
}
