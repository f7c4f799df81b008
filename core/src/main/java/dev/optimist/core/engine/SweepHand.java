package dev.optimist.core.engine;

import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The place that the sweep has come to on its way around the registers of all shards. Confined to one sweep at a time. */
final class SweepHand {
    private final Set<Shard> shards;
    private Iterator<Shard> shardsAhead = Collections.emptyIterator();
    private Iterator<Register> registersAhead = Collections.emptyIterator();
    private @Nullable Shard shard;
    private @Nullable Register register;

    SweepHand(Set<Shard> shards) {
        this.shards = shards;
    }

    /** Moves on to the next register, from the last one to the first; false when there is none. */
    boolean advance() {
        for (int ends = 0; !registersAhead.hasNext(); ) {
            if (shardsAhead.hasNext()) {
                shard = shardsAhead.next();
                registersAhead = shard.registers().iterator();
            } else if (++ends > 2) {
                return false;
            } else {
                shardsAhead = shards.iterator();
            }
        }
        register = registersAhead.next();
        return true;
    }

    Shard shard() {
        return there(shard);
    }

    Register register() {
        return there(register);
    }

    private static <T> T there(@Nullable T place) {
        if (place == null) {
            throw new IllegalStateException("the hand has not advanced yet");
        }
        return place;
    }
}
