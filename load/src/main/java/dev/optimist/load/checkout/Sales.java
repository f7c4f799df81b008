package dev.optimist.load.checkout;

import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** What buyers were told: the other half of the proof, kept outside of the server. */
final class Sales {
    private final LongAdder sold = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder unknown = new LongAdder();

    void told(int status) {
        switch (status) {
            case 200 -> sold.increment();
            case 409 -> refused.increment();
            default -> unknown.increment();
        }
    }

    /** Returns what is left when it and the sales together are what there was: conservation of stock. */
    long conserved(long before, long left) {
        long gone = before - left;
        if (left < 0 || gone < sold.sum() || gone > sold.sum() + unknown.sum()) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "of %,d in stock %,d are left, but %,d were sold (and %,d are of unknown outcome)",
                    before,
                    left,
                    sold.sum(),
                    unknown.sum()));
        }
        return left;
    }

    @Override
    public String toString() {
        double attempts = (double) (sold.sum() + refused.sum()) / Math.max(1, sold.sum());
        return String.format(
                Locale.ROOT,
                "%,d sold, %,d refused as conflicts (%.2f attempts a sale), %,d of unknown outcome",
                sold.sum(),
                refused.sum(),
                attempts,
                unknown.sum());
    }
}
