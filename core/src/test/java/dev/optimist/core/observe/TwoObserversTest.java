package dev.optimist.core.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.Conflict.Cause;
import dev.optimist.core.document.Outcome;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TwoObserversTest {
    private final List<String> told = new ArrayList<>();

    private EngineObserver named(String name) {
        return new EngineObserver() {
            @Override
            public void conflicted(String index, String id, OperationKind kind, Cause cause) {
                told.add(name + " conflicted " + index + " " + id + " " + kind + " " + cause);
            }

            @Override
            public void written(String index, String id, OperationKind kind, Outcome outcome, long nanos) {
                told.add(name + " written " + index + " " + id + " " + kind + " " + outcome + " " + nanos);
            }
        };
    }

    @Test
    void and_anEvent_isToldToBothInOrder() {
        EngineObserver both = named("a").and(named("b"));

        both.conflicted("i", "1", OperationKind.INDEX, Cause.SEQ_NO);
        both.written("i", "1", OperationKind.INDEX, Outcome.UPDATED, 7);

        assertThat(told)
                .as("each of them, word for word")
                .containsExactly(
                        "a conflicted i 1 INDEX SEQ_NO",
                        "b conflicted i 1 INDEX SEQ_NO",
                        "a written i 1 INDEX UPDATED 7",
                        "b written i 1 INDEX UPDATED 7");
    }

    @Test
    void events_each_arePassedOn() {
        List<String> events = Stream.of(EngineObserver.class.getDeclaredMethods())
                .filter(method -> method.getReturnType() == void.class && !method.isSynthetic())
                .map(TwoObserversTest::signature)
                .toList();

        assertThat(Stream.of(TwoObservers.class.getDeclaredMethods()).map(TwoObserversTest::signature))
                .as("an event that is new must not end here")
                .containsAll(events);
    }

    private static String signature(Method method) {
        return method.getName() + List.of(method.getParameterTypes());
    }
}
