package dev.optimist.http.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** What RFC 9112 demands of the head of a request beyond what the decoder sees to. */
final class RequestHead {
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";
    private static final char DEL = 0x7f;

    private RequestHead() {}

    /** Returns what is wrong with a request, or null; a target in absolute form is brought into the usual one. */
    static @Nullable String objection(HttpRequest request) {
        String version = version(request.protocolVersion());
        if (version != null) {
            return version;
        }
        String target = target(request, request.uri());
        return target == null ? headers(request) : target;
    }

    @SuppressWarnings("ReferenceEquality") // the decoder gives these two for the very bytes of theirs
    private static @Nullable String version(HttpVersion version) {
        return version == HttpVersion.HTTP_1_1
                        || version == HttpVersion.HTTP_1_0
                        || (version.majorVersion() == 1 && version.minorVersion() > 1)
                ? null
                : "Unsupported or malformed HTTP version [" + version.text() + "]";
    }

    private static @Nullable String target(HttpRequest request, String uri) {
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c <= ' ' || c == DEL) {
                return "The target of the request contains a control character at index " + i;
            }
        }
        return uri.startsWith("/") || otherForm(request, uri) ? null : "The target of the request is malformed";
    }

    private static boolean otherForm(HttpRequest request, String uri) {
        if (uri.equals("*")) {
            return request.method().equals(HttpMethod.OPTIONS);
        }
        return request.method().equals(HttpMethod.CONNECT)
                || absolute(request, uri, HTTP)
                || absolute(request, uri, HTTPS);
    }

    /** Whoever names a host in the target means it, whatever the header says. */
    private static boolean absolute(HttpRequest request, String uri, String scheme) {
        if (!uri.regionMatches(/* ignoreCase= */ true, 0, scheme, 0, scheme.length())) {
            return false;
        }
        int end = scheme.length();
        while (end < uri.length() && "/?#".indexOf(uri.charAt(end)) < 0) {
            end++;
        }
        String path = uri.substring(end);
        request.setUri(path.startsWith("/") ? path : "/" + path);
        request.headers().set(HttpHeaderNames.HOST, uri.substring(scheme.length(), end));
        return true;
    }

    private static @Nullable String headers(HttpRequest request) {
        HttpHeaders headers = request.headers();
        Iterator<? extends CharSequence> hosts = headers.valueCharSequenceIterator(HttpHeaderNames.HOST);
        if (!hosts.hasNext()) {
            return request.protocolVersion().equals(HttpVersion.HTTP_1_0) ? null : "A request needs a Host header";
        }
        hosts.next();
        if (hosts.hasNext()) {
            return "A request has one Host header";
        }
        return headers.contains(HttpHeaderNames.TRANSFER_ENCODING) ? coding(headers) : null;
    }

    /** Of codings that another server might read otherwise there is none: chunked, once, or nothing. */
    private static @Nullable String coding(HttpHeaders headers) {
        Iterator<String> codings = headers.valueStringIterator(HttpHeaderNames.TRANSFER_ENCODING);
        String coding = codings.next();
        return codings.hasNext() || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding.strip())
                ? "Transfer-Encoding must be chunked, said once"
                : null;
    }
}
