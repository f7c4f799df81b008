package dev.optimist.core.document;

import java.util.List;

/**
 * The value of {@code If-Match} or {@code If-None-Match}: any document, or one of these revisions.
 *
 * @param revisions tags that name no revision are left out, since no document has them
 */
public record EntityTags(boolean any, List<Revision> revisions) {
    /** The value {@code *}. */
    public static final EntityTags ANY = new EntityTags(/* any= */ true, List.of());

    public EntityTags {
        revisions = List.copyOf(revisions);
    }

    /** Makes the value of a list. */
    public static EntityTags of(List<Revision> revisions) {
        return new EntityTags(/* any= */ false, revisions);
    }

    /** Returns whether the state is a document, and one of those named; a tombstone never is. */
    public boolean match(DocumentState state) {
        return state.live() && (any || revisions.contains(state.revision()));
    }
}
