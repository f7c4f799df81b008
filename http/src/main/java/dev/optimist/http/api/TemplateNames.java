package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.util.Locale;

/** Which names a template may have. */
final class TemplateNames {
    private TemplateNames() {}

    /** Throws invalid_index_template_exception with all that is wrong with a name. */
    static void require(String name) {
        try {
            new Validation()
                    .refuseIf(name.contains(" "), "name must not contain a space")
                    .refuseIf(name.contains(","), "name must not contain a ','")
                    .refuseIf(name.contains("#"), "name must not contain a '#'")
                    .refuseIf(name.contains("*"), "name must not contain a '*'")
                    .refuseIf(name.startsWith("_"), "name must not start with '_'")
                    .refuseIf(!name.toLowerCase(Locale.ROOT).equals(name), "name must be lower cased")
                    .check();
        } catch (RequestException wrong) {
            throw RequestException.of(
                    ErrorKind.INVALID_INDEX_TEMPLATE,
                    "index_template [" + name + "] invalid, cause [" + wrong.reason() + "]");
        }
    }
}
