package dev.optimist.core.update;

import dev.optimist.core.document.DocumentState;
import dev.optimist.core.engine.Decision;
import dev.optimist.core.update.Updates.Target;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * An update whose write, if it comes to one, keeps a receipt.
 *
 * @param receipts adds the receipt to what is written
 */
public record KeptUpdate(Update update, UnaryOperator<Decision.Write> receipts) implements Update {
    @Override
    public Mono<Plan> plan(Target target, DocumentState current) {
        return update.plan(target, current).map(this::kept);
    }

    @Override
    public boolean takesTurns() {
        return update.takesTurns();
    }

    private Plan kept(Plan plan) {
        return plan instanceof Plan.Write write ? new Plan.Write(receipts.apply(write.decision())) : plan;
    }
}
