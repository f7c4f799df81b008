package dev.optimist.core.snapshot;

import java.nio.file.Path;
import java.util.Map;

/**
 * A folder that snapshots are kept in.
 *
 * @param location as it was given
 * @param settings every setting as it was given, the location too
 */
public record Repository(String name, String location, Map<String, String> settings) {
    Path folder(RepositoryFolders allowed) {
        return allowed.resolve(name, location);
    }
}
