package dev.optimist.core.snapshot;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The folders that repositories may lie in, which a setting names; without one there can be no repository. */
public record RepositoryFolders(List<Path> allowed) {
    public RepositoryFolders {
        allowed = allowed.stream()
                .map(folder -> folder.toAbsolutePath().normalize())
                .toList();
    }

    /** Returns the folder that a location means: a relative one lies in the first of those that are allowed. */
    Path resolve(String repository, String location) {
        if (allowed.isEmpty()) {
            throw outside(repository, location, "because this setting is empty");
        }
        try {
            Path folder = allowed.get(0).resolve(location).normalize();
            if (allowed.stream().noneMatch(folder::startsWith)) {
                throw outside(repository, location, allowed.toString());
            }
            return folder;
        } catch (InvalidPathException e) {
            throw outside(repository, location, allowed.toString());
        }
    }

    private static RequestException outside(String repository, String location, String why) {
        String detail = String.format(
                Locale.ROOT,
                "[%s] location [%s] doesn't match any of the locations specified by path.repo %s",
                repository,
                location,
                why);
        return RequestException.of(ErrorKind.REPOSITORY, "[" + repository + "] failed to create repository")
                .causedBy(RequestException.of(ErrorKind.REPOSITORY, detail));
    }
}
