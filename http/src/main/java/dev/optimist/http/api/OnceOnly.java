package dev.optimist.http.api;

import dev.optimist.core.document.WriteResult;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.RequestKey;
import dev.optimist.core.service.WriteCommand;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Carries writes of single documents out, those that bear an {@code Idempotency-Key} once. */
public final class OnceOnly {
    /** The header that names a request. */
    public static final String HEADER = "Idempotency-Key";

    private static final String REPLAYED = "Idempotent-Replayed";
    private static final int LENGTH_MAX = 255;

    private OnceOnly() {}

    /**
     * Carries a write out, or answers it again; cold.
     *
     * @param showsSource whether the answer shows the document
     * @param answer renders what the write did
     */
    static Mono<Response> write(
            Request request,
            DocumentService service,
            WriteCommand command,
            boolean showsSource,
            Function<WriteResult, Response> answer) {
        String key = request.header(HEADER);
        if (key == null) {
            return service.write(command).map(answer);
        }
        return service.once(key(request, key, showsSource), command).map(done -> {
            Response response = answer.apply(done.result());
            return done.replayed() ? response.with(REPLAYED, "true") : response;
        });
    }

    /** Throws where a request bears a key and would not heed it. */
    public static void refuse(@Nullable String key, String path) {
        if (key != null) {
            throw RequestException.illegalArgument("[" + path + "] does not support the header [" + HEADER
                    + "]: index, create, update and delete of one document do");
        }
    }

    private static RequestKey key(Request request, String key, boolean showsSource) {
        if (key.isEmpty() || key.length() > LENGTH_MAX) {
            throw RequestException.illegalArgument(
                    "the header [" + HEADER + "] must have 1 to " + LENGTH_MAX + " characters");
        }
        return new RequestKey(name(request.permit().identity().name(), key), fingerprint(request), showsSource);
    }

    /** Two users may choose the same key. */
    private static String name(String user, String key) {
        return digest(sha256(), (user + "\n" + key).getBytes(StandardCharsets.UTF_8));
    }

    private static String fingerprint(Request request) {
        MessageDigest digest = sha256();
        String head = request.method() + " " + request.uri() + " " + request.bodyType() + "\n";
        digest.update(head.getBytes(StandardCharsets.UTF_8));
        return digest(digest, request.body());
    }

    private static String digest(MessageDigest digest, byte[] last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest(last));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}
