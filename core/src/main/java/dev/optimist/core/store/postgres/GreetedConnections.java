package dev.optimist.core.store.postgres;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Connections of the driver, none of which is handed out before it was greeted. */
record GreetedConnections(ConnectionFactory driver, Function<Connection, Mono<Void>> greeting)
        implements ConnectionFactory {
    @Override
    public Publisher<? extends Connection> create() {
        return Mono.<Connection>from(driver.create()).flatMap(this::greeted);
    }

    private Mono<Connection> greeted(Connection connection) {
        return greeting.apply(connection)
                .thenReturn(connection)
                .onErrorResume(failure ->
                        Mono.from(connection.close()).onErrorComplete().then(Mono.error(failure)));
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return driver.getMetadata();
    }
}
