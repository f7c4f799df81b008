package dev.optimist.core.search;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The values that a field may equal. Exact: texts are not analyzed. The stored value says what is compared: a number with
 * numbers and with texts that are numbers, anything else with texts.
 *
 * @param foldsCase whether upper and lower case are one; the texts are in lower case then
 */
record TermSet(Set<String> texts, Set<BigDecimal> numbers, boolean foldsCase) {
    static TermSet of(List<?> values, boolean foldsCase) {
        Set<String> texts = new HashSet<>();
        Set<BigDecimal> numbers = new HashSet<>();
        for (Object value : values) {
            String text = String.valueOf(value);
            texts.add(foldsCase ? text.toLowerCase(Locale.ROOT) : text);
            BigDecimal number = value instanceof Number decimal ? Decimals.of(decimal) : Decimals.parse(text);
            if (number != null) {
                numbers.add(number);
            }
        }
        return new TermSet(texts, numbers, foldsCase);
    }

    boolean contains(Object stored) {
        if (stored instanceof Number number) {
            BigDecimal decimal = Decimals.of(number);
            return decimal != null && numbers.contains(decimal);
        }
        String text = stored.toString();
        return texts.contains(foldsCase ? text.toLowerCase(Locale.ROOT) : text);
    }
}
