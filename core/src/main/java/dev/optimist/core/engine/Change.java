package dev.optimist.core.engine;

import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.store.Receipt;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * One operation whose compareAndSet won, from then until it is durable: a state of its register, and what its caller
 * and everybody who saw it wait for.
 *
 * <h2>Concurrency</h2>
 *
 * {@code base}, {@code current}, {@code put} and {@code batch} are written by the commit loop's thread alone. The
 * atomic reference holds the stack of waiters until the {@link Settlement} takes its place; that write publishes {@code
 * current}, so a reader that saw the settlement sees the revision. Before the settlement {@code current} is the draft.
 *
 * <h2>Durability</h2>
 *
 * COMMITTED means that this state or a later one of the same document is fsynced.
 */
final class Change extends AtomicReference<Object> {
    private static final long serialVersionUID = 1L;

    /** How a change ended. */
    enum Settlement {
        COMMITTED,
        /** Another writer of the store was first: the operation must be decided anew. */
        OVERTAKEN,
        /** The store failed, or the index is gone; {@link Change#failure} says which. */
        FAILED
    }

    /**
     * One subscriber, with the executor its signal is to be delivered on: one object for what takes a sink, a
     * subscription and a task elsewhere, because every write has one.
     *
     * <p><b>Concurrency.</b> The value is {@code ASKED | READY}; whoever adds the second of the two gives the signal.
     */
    private static final class Waiter extends AtomicInteger implements Subscription, Runnable {
        private static final long serialVersionUID = 1L;
        private static final int ASKED = 1;
        private static final int READY = 2;
        private static final int CANCELLED = 4;

        private final Change change;
        private final Executor home;
        private final CoreSubscriber<? super Answer> actual;
        private @Nullable Waiter next;

        Waiter(Change change, Executor home, CoreSubscriber<? super Answer> actual) {
            this.change = change;
            this.home = home;
            this.actual = actual;
        }

        /** Runs at its home, once the change is settled. */
        @Override
        public void run() {
            add(READY);
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                add(ASKED);
            }
        }

        @Override
        public void cancel() {
            getAndUpdate(value -> value | CANCELLED);
        }

        private void add(int flag) {
            int before = getAndUpdate(value -> value | flag);
            if (before + flag == (ASKED | READY)) {
                change.tell(actual);
            }
        }
    }

    private final Shard shard;
    private final Register register;
    private final Outcome outcome;
    private final @Nullable Receipt receipt;
    private @Nullable Object base;
    private DocumentState current;
    private @Nullable Throwable failure;

    /** Position of the register's put in the batch that the change belongs to; meaningless before {@link #join}. */
    private int put;

    private @Nullable Batch batch;

    Change(Shard shard, Register register, Object base, Decision.Write write) {
        this.shard = shard;
        this.register = register;
        this.base = base;
        this.current = write.next();
        this.outcome = write.outcome();
        this.receipt = write.receipt();
    }

    Shard shard() {
        return shard;
    }

    Register register() {
        return register;
    }

    Outcome outcome() {
        return outcome;
    }

    /** Returns what is to be kept with the change, a draft. */
    @Nullable
    Receipt receipt() {
        return receipt;
    }

    /** Returns the draft, or with its revision once settled as committed. */
    DocumentState current() {
        return current;
    }

    /** Returns the state the change was built on; null once it is settled. */
    @Nullable
    Object base() {
        return base;
    }

    @Nullable
    Batch batch() {
        return batch;
    }

    int put() {
        return put;
    }

    void join(Batch joined, int position) {
        batch = joined;
        put = position;
    }

    boolean pending() {
        return !(get() instanceof Settlement);
    }

    Settlement settlement() {
        return get() instanceof Settlement settlement ? settlement : notYet();
    }

    Throwable failure() {
        return failure == null ? new IllegalStateException("the change has not failed") : failure;
    }

    private static Settlement notYet() {
        throw new IllegalStateException("the change is still pending");
    }

    /**
     * Returns what became of this change once it is settled: {@link Answer.Written} or {@link Answer.Lost#OVERTAKEN}. Hot,
     * one signal; its error is the failure of the store. Delivered on the executor of the thread that subscribes;
     * cancelling only stops the waiting.
     */
    Mono<Answer> settled() {
        return Mono.defer(() -> settled(shard.home()));
    }

    /** As {@link #settled()}, delivered on the executor given: at once where that is the subscribing thread's own. */
    Mono<Answer> settled(Executor home) {
        return new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super Answer> actual) {
                Waiter waiter = new Waiter(Change.this, home, actual);
                actual.onSubscribe(waiter);
                await(waiter);
            }
        };
    }

    private void await(Waiter waiter) {
        while (true) {
            Object seen = get();
            if (seen instanceof Settlement) {
                deliver(waiter);
                return;
            }
            waiter.next = (Waiter) seen;
            if (compareAndSet(seen, waiter)) {
                return;
            }
        }
    }

    private void deliver(Waiter waiter) {
        if (waiter.home == shard.home()) {
            waiter.run();
        } else {
            Deliveries.deliver(waiter.home, waiter);
        }
    }

    private void tell(CoreSubscriber<? super Answer> actual) {
        switch (settlement()) {
            case COMMITTED -> tell(actual, new Answer.Written(current, outcome));
            case OVERTAKEN -> tell(actual, Answer.Lost.OVERTAKEN);
            case FAILED -> actual.onError(failure());
        }
    }

    private static void tell(CoreSubscriber<? super Answer> actual, Answer answer) {
        actual.onNext(answer);
        actual.onComplete();
    }

    /** Ends the change as durable under the revision that {@code durable} bears. Hands each waiter's delivery out. */
    void commit(DocumentState durable, Deliveries deliveries) {
        current = durable;
        settle(Settlement.COMMITTED, deliveries);
    }

    void overtake(Deliveries deliveries) {
        settle(Settlement.OVERTAKEN, deliveries);
    }

    void fail(Throwable cause, Deliveries deliveries) {
        failure = cause;
        settle(Settlement.FAILED, deliveries);
    }

    private void settle(Settlement settlement, Deliveries deliveries) {
        base = null;
        batch = null;
        Object waiters = getAndSet(settlement);
        for (Waiter waiter = (Waiter) waiters; waiter != null; waiter = waiter.next) {
            deliveries.add(waiter.home, waiter);
        }
    }
}
