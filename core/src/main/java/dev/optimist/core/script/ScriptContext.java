package dev.optimist.core.script;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a script sees as {@code ctx}.
 *
 * @param op what happens unless the script says otherwise: {@code index}, or {@code create} for a scripted upsert
 * @param version null for a document that is not there yet
 * @param source the script's own, it may change it
 * @param strict whether the script can change nothing but the source and the operation, as in a write by query
 */
public record ScriptContext(
        String op,
        String index,
        String id,
        @Nullable Long version,
        @Nullable String routing,
        long nowMillis,
        Map<String, Object> source,
        boolean strict) {

    Map<String, Object> toMap() {
        Map<String, Object> ctx = new HashMap<>();
        ctx.put("op", op);
        ctx.put("_index", index);
        ctx.put("_type", "_doc");
        ctx.put("_id", id);
        if (version != null) {
            ctx.put("_version", version);
            ctx.put("_routing", routing);
        }
        ctx.put("_now", nowMillis);
        ctx.put("_source", source);
        return strict ? new StrictContext(ctx) : ctx;
    }
}
