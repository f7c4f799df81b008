package dev.optimist.http.route;

import dev.optimist.core.error.RequestException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query of a request as names and values; of a name that stands there twice, the last value counts. */
final class QueryString {
    private final String text;
    private final Map<String, String> values = new HashMap<>();
    private @Nullable String name;
    private int start;

    private QueryString(String text) {
        this.text = text;
    }

    static Map<String, String> parse(String text) {
        QueryString query = new QueryString(text);
        query.read();
        return query.values;
    }

    private void read() {
        int hash = text.indexOf('#');
        int end = hash < 0 ? text.length() : hash;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '=' && name == null) {
                if (start != i) {
                    name = decode(start, i);
                }
                start = i + 1;
            } else if (c == '&' || c == ';') {
                finish(i);
                start = i + 1;
            }
        }
        finish(end);
    }

    private void finish(int end) {
        if (name != null) {
            put(name, decode(start, end));
        } else if (start != end) {
            put(decode(start, end), "");
        }
        name = null;
    }

    private void put(String key, String value) {
        if (key.equalsIgnoreCase("serverlessRequest") || key.equalsIgnoreCase("operatorRequest")) {
            throw RequestException.illegalArgument("parameter [" + key + "] is reserved and may not be set");
        }
        values.put(key, value);
    }

    private String decode(int from, int to) {
        return PercentEncoding.decode(text.substring(from, to), /* plusIsSpace= */ true);
    }
}
