package dev.optimist.http.route;

/** The target of a request line: a path, and a query after the first question mark. */
public final class RequestTarget {
    private final String uri;
    private final int pathEnd;

    /** Makes a target of the line's own text. */
    public RequestTarget(String uri) {
        this.uri = uri;
        this.pathEnd = pathEnd(uri);
    }

    /** Returns the target as it came. */
    public String uri() {
        return uri;
    }

    /** Returns the path as it came. */
    public String rawPath() {
        return uri.substring(0, pathEnd);
    }

    /** Returns the path, percent-decoded, as messages show it. */
    public String path() {
        return PercentEncoding.decode(rawPath(), /* plusIsSpace= */ false);
    }

    /** Returns what stands after the question mark, or nothing. */
    public String rawQuery() {
        return pathEnd == uri.length() || uri.charAt(pathEnd) == '#' ? "" : uri.substring(pathEnd + 1);
    }

    int pathEnd() {
        return pathEnd;
    }

    private static int pathEnd(String uri) {
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c == '?' || c == '#') {
                return i;
            }
        }
        return uri.length();
    }
}
