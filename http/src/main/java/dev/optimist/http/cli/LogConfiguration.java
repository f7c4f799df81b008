package dev.optimist.http.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import ch.qos.logback.core.util.FileSize;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * How the service logs unless a file says otherwise: to standard output, one line an event, quiet.
 *
 * <p>In code, for reading it from a file costs a tenth of the start. {@code -Dlogback.configurationFile} and a {@code
 * logback.xml} or {@code logback-test.xml} on the class path still win.
 */
public final class LogConfiguration extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (hasFile()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        context.getStatusManager().add((StatusListener) LogConfiguration::tellProblem);
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("STDOUT");
        console.setEncoder(encoder(context));
        console.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(console);
        context.getLogger("io.netty").setLevel(Level.ERROR);
        context.getLogger("reactor").setLevel(Level.ERROR);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** What goes wrong with logging itself, at the start and later; Logback's own way takes a thirtieth of the start. */
    private static void tellProblem(Status status) {
        if (status.getEffectiveLevel() >= Status.WARN) {
            System.err.println("optimist: logging: " + status.getMessage());
        }
    }

    /** Logs to files too, in the same words. */
    static void addFiles(LogFiles files) {
        addFiles(files, (LoggerContext) loggers());
    }

    /** SLF4J gives out a substitute while another thread sets logging up, which it does under this lock. */
    @SuppressWarnings("LockOnNonEnclosingClassLiteral") // there is nothing else to wait for
    private static ILoggerFactory loggers() {
        synchronized (LoggerFactory.class) {
            return LoggerFactory.getILoggerFactory();
        }
    }

    static void addFiles(LogFiles files, LoggerContext context) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(files.file() + ".%d{yyyy-MM-dd}.%i.gz");
        policy.setMaxFileSize(new FileSize(files.size().bytes()));
        policy.setMaxHistory(files.kept());
        policy.start();
        appender.setContext(context);
        appender.setName("FILE");
        appender.setFile(files.file().toString());
        appender.setRollingPolicy(policy);
        appender.setEncoder(encoder(context));
        appender.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context) {
        LineLayout layout = new LineLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }

    private static boolean hasFile() {
        ClassLoader loader = LogConfiguration.class.getClassLoader();
        return System.getProperty("logback.configurationFile") != null
                || loader.getResource("logback-test.xml") != null
                || loader.getResource("logback.xml") != null;
    }
}
