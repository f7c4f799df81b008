package dev.optimist.http;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rooms and the arrows between them. A new arrow is a decision: it is made here first, with its reason in the
 * module's RATIONALE.
 */
class ArchitectureTest {
    private static final String ROOT = "dev.optimist.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> !location.contains("test-classes") && !location.contains("-tests.jar"))
            .importPackages("dev.optimist");

    /** Each room, and the rooms that it may see. http.cli and http.testkit, which compose everything, are not
     * among them. */
    private static final String ARROWS_TABLE = """
            core.document       ->
            core.error          -> core.document
            core.observe        -> core.document core.error
            core.source         -> core.document core.error
            core.store          -> core.document core.error
            core.store.rocksdb  -> core.document core.error core.store
            core.store.postgres -> core.document core.error core.store
            core.script         -> core.document core.error core.observe
            core.search         -> core.document core.error core.source
            core.engine         -> core.document core.error core.observe core.store
            core.index          -> core.document core.error core.observe core.store core.source core.engine
            core.update         -> core.document core.error core.observe core.store core.source core.engine core.index \
                                   core.script
            core.snapshot       -> core.document core.error core.source core.store core.engine core.index
            core.service        -> core.document core.error core.observe core.store core.source core.engine core.index \
                                   core.script core.update core.search core.snapshot
            metrics.meter       -> core.document core.error core.observe
            metrics.contention  -> core.document core.observe
            metrics.page        -> metrics.meter
            http.route          -> core.error
            http.json           -> core.document core.error core.search http.route
            http.error          -> core.document core.error http.route http.json
            http.api            -> core.document core.error core.index core.search core.service core.snapshot \
                                   http.route http.json http.error http.security
            http.security       -> core.error http.json
            http.server         -> core.error core.observe http.route http.json http.error http.api http.security
            """;

    private static final Map<String, Set<String>> ARROWS = ARROWS_TABLE
            .lines()
            .map(line -> List.of(line.split("->", -1)))
            .collect(Collectors.toMap(line -> line.get(0).strip(), line -> words(line.get(1))));

    private static Set<String> words(String text) {
        return Stream.of(text.strip().split(" +", -1))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }

    @Test
    void rooms_arrows_asDecided() {
        ARROWS.forEach((room, mayBeSeen) -> noClasses()
                .that()
                .resideInAPackage(ROOT + room)
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.optimist..").and(not(resideInAnyPackage(packages(room, mayBeSeen)))))
                .as("room " + room + " sees only " + mayBeSeen)
                .allowEmptyShould(true)
                .check(CLASSES));
    }

    @Test
    void rooms_all_areInTheTable() {
        Set<String> rooms = CLASSES.stream()
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .map(JavaClass::getPackageName)
                .map(name -> name.substring(ROOT.length()))
                .collect(Collectors.toCollection(TreeSet::new));
        rooms.removeAll(Set.of("http.cli", "http.testkit")); // they compose everything
        assertThat(ARROWS.keySet())
                .as("a room without arrows is a room without rules")
                .containsAll(rooms);
    }

    @Test
    void rooms_cycles_none() {
        slices().matching("dev.optimist.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void libraries_each_hasOneRoom() {
        Map<String, List<String>> rooms = Map.of(
                "org.rocksdb..", List.of("dev.optimist.core.store.rocksdb"),
                "io.r2dbc..", List.of("dev.optimist.core.store.postgres"),
                "io.netty..", List.of("dev.optimist.http.server"),
                "reactor.netty..", List.of("dev.optimist.http.server"),
                "io.micrometer..", List.of("dev.optimist.metrics.."),
                "io.prometheus..", List.of("dev.optimist.metrics.."),
                "org.opensearch..", List.of("dev.optimist.core.script"),
                "com.fasterxml..", List.of("dev.optimist.core.source", "dev.optimist.http.json"),
                "picocli..", List.of("dev.optimist.http.cli"));
        rooms.forEach((library, only) -> noClasses()
                .that()
                .resideOutsideOfPackages(only.toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .as(library + " is seen by " + only + " alone")
                .check(CLASSES));
    }

    @Test
    void monos_outsideOfCliAndStores_neverBlock() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.optimist.http.cli", "dev.optimist.http.testkit", "dev.optimist.core.store..")
                .should()
                .callMethodWhere(new DescribedPredicate<>("blocks") {
                    @Override
                    public boolean test(JavaMethodCall call) {
                        String name = call.getTarget().getName();
                        return call.getTargetOwner().getPackageName().equals("reactor.core.publisher")
                                && (name.startsWith("block") || name.equals("toIterable") || name.equals("toStream"));
                    }
                })
                .as("only what composes waits")
                .check(CLASSES);
    }

    /** A machine's locale may have digits of its own: they would stand in answers and in the names of files. */
    @Test
    void texts_formatted_nameTheirLocale() {
        noClasses()
                .should()
                .callMethod(String.class, "formatted", Object[].class)
                .orShould()
                .callMethod(String.class, "format", String.class, Object[].class)
                .as("what is formatted names its locale")
                .check(CLASSES);
    }

    @Test
    void documents_values_needNothingButTheJdk() {
        noClasses()
                .that()
                .resideInAPackage("dev.optimist.core.document")
                .should()
                .dependOnClassesThat(not(resideInAnyPackage("java..", "dev.optimist.core.document", "org.jspecify..")))
                .check(CLASSES);
    }

    private static String[] packages(String room, Set<String> others) {
        return Stream.concat(Stream.of(room), others.stream()).map(ROOT::concat).toArray(String[]::new);
    }
}
