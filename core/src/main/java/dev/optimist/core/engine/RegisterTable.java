package dev.optimist.core.engine;

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

    /** What would make a chain too long, in a map whose bins become trees; changed under the lock of its stripe. */
    private final Map<String, Register> crowded = new ConcurrentHashMap<>();

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
        crowded.clear();
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
    private final class Stripe {
        private volatile AtomicReferenceArray<@Nullable Register> slots = new AtomicReferenceArray<>(FIRST_SLOTS);

        private final AtomicInteger size = new AtomicInteger();

        @Nullable
        Register find(String id, int hash) {
            AtomicReferenceArray<@Nullable Register> looked = slots;
            Register register = looked.get(slot(hash, looked));
            while (register != null && !register.isOf(id, hash)) {
                register = register.next();
            }
            return register;
        }

        synchronized Register findOrAdd(String id, int hash) {
            Register there = find(id, hash);
            if (there == null) {
                there = crowded.get(id);
            }
            return there == null ? add(new Register(id)) : there;
        }

        synchronized void remove(Register register) {
            if (crowded.remove(register.id(), register) || unlink(register)) {
                size.decrementAndGet();
            }
        }

        synchronized void clear() {
            slots = new AtomicReferenceArray<>(FIRST_SLOTS);
            size.set(0);
        }

        private Register add(Register register) {
            if (chain(register.hash()) >= CHAIN_MAX) {
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

        private int chain(int hash) {
            int length = 0;
            for (Register there = first(hash); there != null; there = there.next()) {
                length++;
            }
            return length;
        }

        private @Nullable Register first(int hash) {
            return slots.get(slot(hash, slots));
        }
    }

    private static void link(Register register, AtomicReferenceArray<@Nullable Register> slots) {
        int slot = slot(register.hash(), slots);
        register.linkTo(slots.get(slot));
        slots.set(slot, register);
    }

    private static int slot(int hash, AtomicReferenceArray<@Nullable Register> slots) {
        return hash & (slots.length() - 1);
    }

    /** A walk over all stripes, chain by chain, and then over what is crowded. */
    private final class Walk implements Iterator<Register> {
        private final Iterator<Register> crowdedAhead = crowded.values().iterator();
        private int stripesSeen;
        private AtomicReferenceArray<@Nullable Register> slots = new AtomicReferenceArray<>(0);
        private int slotsSeen;
        private @Nullable Register next;

        @Override
        public boolean hasNext() {
            while (next == null && (slotsSeen < slots.length() || nextStripe())) {
                next = slots.get(slotsSeen++);
            }
            return next != null || crowdedAhead.hasNext();
        }

        @Override
        public Register next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Register register = next;
            if (register == null) {
                return crowdedAhead.next();
            }
            next = register.next();
            return register;
        }

        private boolean nextStripe() {
            while (stripesSeen < stripes.length()) {
                Stripe stripe = stripes.get(stripesSeen++);
                if (stripe != null) {
                    slots = stripe.slots;
                    slotsSeen = 0;
                    return true;
                }
            }
            return false;
        }
    }
}
