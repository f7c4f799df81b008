package dev.optimist.http.security;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Somebody who asks: nobody, a user of one role, or a key that is limited to one privilege.
 *
 * @param user the role of a user, empty where it is a key or nobody
 * @param key what limits a key, as JSON; empty where it is a user or nobody
 * @param grants the privileges that this comes to
 */
record TestedRole(String name, String user, String key, List<Grant> grants) {
    /** The indices that roles on indices are for. */
    static final String PATTERN = "in-*";

    static final TestedRole NOBODY = new TestedRole("nobody", "", "", List.of());

    /** What README says of roles that are more than the privilege of their name; {@code create} does not overwrite. */
    private static final Map<String, List<String>> ROLES_OF_MORE = Map.of(
            "read", List.of("read", "view_index_metadata"),
            "write", List.of("write", "auto_configure"),
            "index", List.of("index", "auto_configure"),
            "create", List.of("create_doc", "auto_configure"));

    /** A privilege, on the whole or on indices, on all of them or those of the pattern alone. */
    record Grant(boolean cluster, String privilege, boolean everywhere) {}

    /** Returns everybody there is: every privilege alone, as a role on all, as a role on some indices, and as a key. */
    static List<TestedRole> all() {
        Set<String> cluster = names(ClusterPrivilege.values());
        Set<String> index = names(IndexPrivilege.values());
        Set<String> both = new TreeSet<>(cluster);
        both.addAll(index);
        List<TestedRole> all = new ArrayList<>(List.of(NOBODY, superuser()));
        both.forEach(name -> all.add(user(name, cluster.contains(name), index.contains(name))));
        index.forEach(name -> all.add(userOnSome(name)));
        cluster.forEach(name -> all.add(clusterKey(name)));
        index.forEach(name -> all.add(indexKey(name)));
        return all;
    }

    private static Set<String> names(Enum<?>[] privileges) {
        Set<String> names = new LinkedHashSet<>();
        Arrays.stream(privileges)
                .forEach(privilege -> names.add(privilege.name().toLowerCase(Locale.ROOT)));
        return names;
    }

    private static TestedRole superuser() {
        return new TestedRole("superuser", "superuser", "", List.of(whole("all"), new Grant(false, "all", true)));
    }

    private static TestedRole user(String name, boolean cluster, boolean index) {
        Stream<Grant> onWhole = cluster ? Stream.of(whole(name)) : Stream.of();
        Stream<Grant> onIndices = index ? onIndices(name, /* everywhere= */ true) : Stream.of();
        return new TestedRole(name, name, "", Stream.concat(onWhole, onIndices).toList());
    }

    private static TestedRole userOnSome(String name) {
        String role = name + ":" + PATTERN;
        return new TestedRole(
                role, role, "", onIndices(name, /* everywhere= */ false).toList());
    }

    private static TestedRole clusterKey(String name) {
        String limit = "{\"cluster\":[\"%s\"]}".formatted(name);
        return new TestedRole("key of cluster " + name, "", limit, List.of(whole(name)));
    }

    private static TestedRole indexKey(String name) {
        String limit = "{\"indices\":[{\"names\":[\"%s\"],\"privileges\":[\"%s\"]}]}".formatted(PATTERN, name);
        return new TestedRole("key of index " + name, "", limit, List.of(new Grant(false, name, false)));
    }

    private static Grant whole(String privilege) {
        return new Grant(/* cluster= */ true, privilege, /* everywhere= */ true);
    }

    private static Stream<Grant> onIndices(String role, boolean everywhere) {
        return ROLES_OF_MORE.getOrDefault(role, List.of(role)).stream()
                .map(privilege -> new Grant(/* cluster= */ false, privilege, everywhere));
    }

    boolean known() {
        return !equals(NOBODY);
    }

    /** Returns whether one of these privileges is there: {@code cluster|index|items privilege privilege}. */
    boolean hasOneOf(String list, boolean onForeignIndex) {
        List<String> words = List.of(list.split(" ", -1));
        boolean cluster = words.get(0).equals("cluster");
        boolean everywhere = onForeignIndex && words.get(0).equals("index");
        List<String> privileges = words.subList(1, words.size());
        return grants.stream()
                .filter(grant -> grant.cluster() == cluster && (grant.everywhere() || !everywhere))
                .map(Grant::privilege)
                .anyMatch(held -> held.equals("all") || privileges.contains(held));
    }

    @Override
    public String toString() {
        return name;
    }
}
