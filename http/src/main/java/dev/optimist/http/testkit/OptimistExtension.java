package dev.optimist.http.testkit;

import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * JUnit Jupiter's way to an {@link OptimistServer}: gives it, or its URL, to tests that have such a parameter, and resets
 * it before each test.
 *
 * <p>As {@code @ExtendWith(OptimistExtension.class)} all tests of the JVM share one server in memory. As a static
 * {@code @RegisterExtension} field made by {@link #of} a class has one of its own, as an instance field each test has.
 * The shared one is not for tests that run in parallel.
 */
public final class OptimistExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {
    private static final Namespace SHARED = Namespace.create(OptimistExtension.class);

    private final @Nullable Supplier<OptimistServer> start;
    private final Namespace own = Namespace.create(OptimistExtension.class, this);
    private volatile @Nullable OptimistServer server;

    /** Makes an extension over the server that the whole JVM shares. */
    public OptimistExtension() {
        this(null);
    }

    private OptimistExtension(@Nullable Supplier<OptimistServer> start) {
        this.start = start;
    }

    /** Makes an extension over a server of its own. */
    public static OptimistExtension of(OptimistServer.Builder builder) {
        return new OptimistExtension(builder::start);
    }

    /** Returns the server; only while the tests that it is for are running. */
    public OptimistServer server() {
        OptimistServer running = server;
        if (running == null) {
            throw new IllegalStateException("the server starts with the first test that it is for");
        }
        return running;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        require(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        require(context).reset();
    }

    /** Starts the server unless it runs; it is closed with the scope that has started it, the shared one with the JVM's tests. */
    private OptimistServer require(ExtensionContext context) {
        OptimistServer running = start == null
                ? require(context.getRoot().getStore(SHARED), OptimistServer::start)
                : require(context.getStore(own), start);
        server = running;
        return running;
    }

    private static OptimistServer require(Store store, Supplier<OptimistServer> start) {
        synchronized (OptimistExtension.class) {
            OptimistServer running = store.get(OptimistServer.class, OptimistServer.class);
            if (running == null) {
                running = start.get();
                store.put(OptimistServer.class, running);
            }
            return running;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == OptimistServer.class || type == URI.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        OptimistServer running = require(context);
        return parameter.getParameter().getType() == URI.class ? running.url() : running;
    }
}
