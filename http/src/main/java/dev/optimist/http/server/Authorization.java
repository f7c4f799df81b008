package dev.optimist.http.server;

import dev.optimist.http.api.Request;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.security.Action;
import dev.optimist.http.security.Authenticator;
import dev.optimist.http.security.Identity;
import dev.optimist.http.security.Permit;
import dev.optimist.http.security.Security;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request may do what its route does, as far as its path and its parameters say on what; the rest is
 * decided by endpoints, which have the {@link Permit}.
 */
final class Authorization {
    private static final String INDEX = "index";

    private final @Nullable Security security;

    /** @param security null where nobody is asked who they are */
    Authorization(@Nullable Security security) {
        this.security = security;
    }

    /** Returns what a request may touch; throws where it may not do what it does. */
    Permit permit(@Nullable Identity identity, String uri, Parameters parameters, List<Action> declared) {
        Security asking = security;
        if (asking == null || declared.contains(Action.OPEN)) {
            return Permit.ANYTHING;
        }
        if (identity == null || !identity.known()) {
            throw Authenticator.missing(uri);
        }
        List<Action> actions = done(parameters, declared);
        Permit permit = asking.permit(identity, actions);
        for (Action action : actions) {
            require(permit, action, parameters);
        }
        return permit;
    }

    /** Returns what a request does beside, or in place of, what its route does. */
    private static List<Action> done(Parameters parameters, List<Action> declared) {
        boolean creates = declared.contains(Action.INDEX) && "create".equals(parameters.peek("op_type"));
        boolean shows =
                parameters.has("_source_on_conflict") && parameters.has(INDEX) && !declared.contains(Action.BULK);
        if (!creates && !shows) {
            return declared;
        }
        List<Action> actions = new ArrayList<>(creates ? List.of(Action.CREATE) : declared);
        if (shows) {
            actions.add(Action.GET); // a conflict shows the document
        }
        return actions;
    }

    private static void require(Permit permit, Action action, Parameters parameters) {
        switch (action.scope()) {
            case ANYBODY, AUTHENTICATED -> {}
            case CLUSTER -> permit.require(action);
            case ITEMS -> permit.requireAnywhere(action);
            case INDEX -> requireOnIndex(permit, action, parameters);
        }
    }

    private static void requireOnIndex(Permit permit, Action action, Parameters parameters) {
        String index = parameters.peek(INDEX);
        if (index == null) {
            permit.requireAnywhere(action);
            return;
        }
        String resolved = Request.resolvedIndex(index);
        switch (action) {
            case INDEX, CREATE, UPDATE -> permit.requireWriteOn(action, resolved);
            case GET, DELETE, CREATE_INDEX -> permit.requireOn(action, resolved);
            default -> permit.requireOnNamed(action, resolved);
        }
    }
}
