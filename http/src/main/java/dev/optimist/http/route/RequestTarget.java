package dev.optimist.http.route;

/**
 * The target of a request line: a path, and a query after the first question mark.
 *
 * @param uri as it came
 */
public record RequestTarget(String uri) {
    /** Returns the path as it came. */
    public String rawPath() {
        return uri.substring(0, pathEnd());
    }

    /** Returns the path, percent-decoded, as messages show it. */
    public String path() {
        return PercentEncoding.decode(rawPath(), /* plusIsSpace= */ false);
    }

    /** Returns what stands after the question mark, or nothing. */
    public String rawQuery() {
        int end = pathEnd();
        return end == uri.length() || uri.charAt(end) == '#' ? "" : uri.substring(end + 1);
    }

    int pathEnd() {
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c == '?' || c == '#') {
                return i;
            }
        }
        return uri.length();
    }
}
