package dev.optimist.http.server;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.ThreadExecutorMap;
import java.util.concurrent.Executor;

/** Knows which event loop the calling thread is. */
public final class EventLoops {
    private EventLoops() {}

    /**
     * Returns what runs tasks on the calling event loop, so that the rest of an operation happens on the thread that
     * began it; off the event loops, what runs them at once.
     */
    public static Executor current() {
        EventExecutor loop = ThreadExecutorMap.currentExecutor();
        return loop == null ? Runnable::run : loop;
    }
}
