package dev.optimist.http.security;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what, where somebody is asked.
 *
 * @param names knows the indices behind the names that requests bear
 */
public record Security(
        Accounts accounts, ApiKeys keys, Authenticator authenticator, IndexNamesInUse names, AuditLog audit)
        implements AutoCloseable {
    /** Makes what asks everybody who they are. */
    public static Security over(Accounts accounts, IndexNamesInUse names, AuditLog audit) {
        GuessLimit limit = new GuessLimit(System::nanoTime);
        return new Security(accounts, new ApiKeys(accounts), new Authenticator(accounts, limit, audit), names, audit);
    }

    /** Returns what somebody may touch who does all of this. */
    public Permit permit(@Nullable Identity identity, List<Action> actions) {
        return new Permit(identity == null ? Identity.ANONYMOUS : identity, actions, names, audit);
    }

    @Override
    public void close() {
        accounts.close();
        authenticator.close();
    }
}
