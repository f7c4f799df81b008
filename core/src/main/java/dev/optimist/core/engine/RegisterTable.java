package dev.optimist.core.engine;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The registers of one shard by the ids of their documents: a hash table whose chains go through the registers
 * themselves, so that a document in use needs no node, and a read one place in memory less.
 *
 * <h2>Concurrency</h2>
 *
 * Whoever adds, removes or grows holds the lock of a stripe; who looks holds none. A stripe that grows links its registers
 * anew while others look, and a look from one chain that goes on in another may miss what is there: so what was not found
 * is looked for once more under the lock. What was found may be on its way out, as its seal says.
 */
final class RegisterTable implements Iterable<Register> {
    private static final int STRIPE_BITS = 6;
    private static final int FIRST_SLOTS = 2;

    /**
     * Where ids whose hashes are made to collide go elsewhere. With at most one register a slot, 16 others in a chain are
     * as likely as 1 in 16! by chance (Poisson).
     */
    private static final int CHAIN_MAX = 16;

    private final AtomicReferenceArray<@Nullable Stripe> stripes = new AtomicReferenceArray<>(1 << STRIPE_BITS);

    /** Returns the register of an id, making it where there is none. */
    Register of(String id) {
        int hash = Register.hash(id);
        Stripe stripe = stripe(hash);
        Register found = stripe.find(id, hash);
        return found == null ? stripe.findOrAdd(id, hash) : found;
    }

    /** Takes this very register out, if it is there. */
    void remove(Register register) {
        stripe(register.hash()).remove(register);
    }

    void clear() {
        for (int i = 0; i < stripes.length(); i++) {
            Stripe stripe = stripes.get(i);
            if (stripe != null) {
                stripe.clear();
            }
        }
    }

    /** Returns how many registers there are, or were a moment ago. */
    long size() {
        long size = 0;
        for (int i = 0; i < stripes.length(); i++) {
            Stripe stripe = stripes.get(i);
            size += stripe == null ? 0 : stripe.size.get();
        }
        return size;
    }

    /** Goes over the registers; of what comes or moves meanwhile some may be left out, and some come twice. */
    @Override
    public Iterator<Register> iterator() {
        return new Walk();
    }

    private Stripe stripe(int hash) {
        int place = hash >>> (Integer.SIZE - STRIPE_BITS);
        Stripe stripe = stripes.get(place);
        if (stripe != null) {
            return stripe;
        }
        Stripe made = new Stripe();
        Stripe before = stripes.compareAndExchange(place, null, made);
        return before == null ? made : before;
    }

    /** The registers whose hashes begin alike, with a lock and a table of their own. */
    private static final class Stripe {
        private volatile AtomicReferenceArray<@Nullable Register> slots = new AtomicReferenceArray<>(FIRST_SLOTS);

        /** What would have made a chain too long, in a map whose bins become trees; changed under the lock. */
        private final Map<String, Register> crowded = new ConcurrentHashMap<>(1);

        private final AtomicInteger size = new AtomicInteger();

        @Nullable
        Register find(String id, int hash) {
            AtomicReferenceArray<@Nullable Register> looked = slots;
            Register register = looked.get(hash & (looked.length() - 1));
            while (register != null && !register.isOf(id, hash)) {
                register = register.next();
            }
            return register;
        }

        synchronized Register findOrAdd(String id, int hash) {
            int chain = 0;
            for (Register there = first(hash); there != null; there = there.next()) {
                if (there.isOf(id, hash)) {
                    return there;
                }
                chain++;
            }
            Register there = crowded.get(id);
            return there == null ? add(new Register(id), chain) : there;
        }

        synchronized void remove(Register register) {
            if (crowded.remove(register.id(), register) || unlink(register)) {
                size.decrementAndGet();
            }
        }

        synchronized void clear() {
            slots = new AtomicReferenceArray<>(FIRST_SLOTS);
            crowded.clear();
            size.set(0);
        }

        private Register add(Register register, int chain) {
            if (chain >= CHAIN_MAX) {
                crowded.put(register.id(), register);
            } else {
                link(register, slots);
            }
            if (size.incrementAndGet() > slots.length()) {
                grow();
            }
            return register;
        }

        private boolean unlink(Register register) {
            Register before = null;
            Register there = first(register.hash());
            while (there != null && there != register) {
                before = there;
                there = there.next();
            }
            if (there == null) {
                return false;
            }
            if (before == null) {
                slots.set(slot(register.hash(), slots), register.next());
            } else {
                before.linkTo(register.next());
            }
            return true;
        }

        private void grow() {
            AtomicReferenceArray<@Nullable Register> from = slots;
            AtomicReferenceArray<@Nullable Register> to = new AtomicReferenceArray<>(2 * from.length());
            for (int i = 0; i < from.length(); i++) {
                Register next;
                for (Register register = from.get(i); register != null; register = next) {
                    next = register.next();
                    link(register, to);
                }
            }
            slots = to;
        }

        private @Nullable Register first(int hash) {
            return slots.get(slot(hash, slots));
        }

        private static void link(Register register, AtomicReferenceArray<@Nullable Register> slots) {
            int slot = slot(register.hash(), slots);
            register.linkTo(slots.get(slot));
            slots.set(slot, register);
        }

        private static int slot(int hash, AtomicReferenceArray<@Nullable Register> slots) {
            return hash & (slots.length() - 1);
        }
    }

    /** A walk over all stripes, chain by chain. */
    private final class Walk implements Iterator<Register> {
        private int stripesSeen;
        private AtomicReferenceArray<@Nullable Register> slots = new AtomicReferenceArray<>(0);
        private int slotsSeen;
        private Iterator<Register> crowded = Collections.emptyIterator();
        private @Nullable Register next;

        @Override
        public boolean hasNext() {
            while (next == null && (slotsSeen < slots.length() || crowded.hasNext() || nextStripe())) {
                if (slotsSeen < slots.length()) {
                    next = slots.get(slotsSeen++);
                } else if (crowded.hasNext()) {
                    next = crowded.next();
                }
            }
            return next != null;
        }

        @Override
        public Register next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            Register register = next;
            next = register.next();
            return register;
        }

        private boolean nextStripe() {
            while (stripesSeen < stripes.length()) {
                Stripe stripe = stripes.get(stripesSeen++);
                if (stripe != null) {
                    slots = stripe.slots;
                    slotsSeen = 0;
                    crowded = stripe.crowded.values().iterator();
                    return true;
                }
            }
            return false;
        }
    }
}
