package dev.optimist.http.cli;

import dev.optimist.core.error.DocumentException;
import dev.optimist.core.index.SharedCatalog;
import dev.optimist.core.store.DocumentStore;
import dev.optimist.http.cli.ConfigurationReader.Outcome;
import dev.optimist.http.security.Accounts;
import dev.optimist.http.security.Accounts.UserChange;
import dev.optimist.http.security.ApiKey;
import dev.optimist.http.security.ApiKeys;
import dev.optimist.http.security.AuditLog;
import dev.optimist.http.security.RoleDescriptors;
import dev.optimist.http.security.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import reactor.core.Exceptions;

/**
 * {@code optimist user} and {@code optimist key}: users and keys of a store that no server has open, or of one that servers
 * share. A running server takes the same through HTTP.
 */
final class AccountCommands {
    private static final String BY = "command line";
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;
    private static final List<String> NOUNS = List.of("user", "key");

    private final Accounts accounts;
    private final ParseResult words;
    private final Terminal terminal;

    private AccountCommands(Accounts accounts, ParseResult words, Terminal terminal) {
        this.accounts = accounts;
        this.words = words;
        this.terminal = terminal;
    }

    /** Returns whether these arguments are such a command. */
    static boolean take(List<String> arguments) {
        return !arguments.isEmpty() && NOUNS.contains(arguments.get(0));
    }

    /** Carries a command out; returns the exit code. */
    static int run(List<String> arguments, Map<String, String> environment, Terminal terminal) {
        CommandLine commandLine = new CommandLine(spec());
        ParseResult parsed = commandLine.parseArgs(arguments.toArray(String[]::new));
        ParseResult noun = parsed.subcommand();
        ParseResult verb = noun == null ? null : noun.subcommand();
        List<String> problems = new ArrayList<>();
        for (ParseResult each = parsed; each != null; each = each.subcommand()) {
            each.errors().forEach(error -> problems.add(String.valueOf(error.getMessage())));
        }
        if (parsed.isUsageHelpRequested() || noun == null || verb == null || verb.isUsageHelpRequested()) {
            CommandSpec shown = (verb == null ? noun == null ? parsed : noun : verb).commandSpec();
            terminal.out().print(shown.commandLine().getUsageMessage());
            return 0;
        }
        Outcome outcome = ConfigurationReader.read(verb.unmatched(), environment);
        if (outcome instanceof Outcome.Refuse refuse) {
            problems.addAll(refuse.problems());
        }
        if (!problems.isEmpty() || !(outcome instanceof Outcome.Run run)) {
            problems.forEach(problem -> terminal.err().println("optimist: " + problem));
            return EXIT_USAGE;
        }
        return run(run.configuration(), verb, terminal);
    }

    private static CommandSpec spec() {
        CommandSpec optimist = command("optimist", "Users and API keys of a store.");
        CommandSpec user = command("user", "Shows and changes users. Options of the store (--data) may follow.");
        user.addSubcommand("list", command("list", "Shows all users."));
        user.addSubcommand(
                "add",
                named("add", "Makes a user; the password is asked for, or read from the standard input.")
                        .addOption(roles()));
        user.addSubcommand("passwd", named("passwd", "Changes a password."));
        user.addSubcommand("delete", named("delete", "Deletes a user, whose keys end."));
        CommandSpec key = command("key", "Shows and changes API keys. Options of the store (--data) may follow.");
        key.addSubcommand("list", command("list", "Shows all keys, without their secrets."));
        key.addSubcommand(
                "add",
                named("add", "Makes a key, and prints it this once.")
                        .addOption(OptionSpec.builder("--user")
                                .type(String.class)
                                .required(true)
                                .paramLabel("<name>")
                                .description("Whose it is.")
                                .build())
                        .addOption(OptionSpec.builder("--expires-days")
                                .type(Integer.class)
                                .paramLabel("<days>")
                                .description("How long it holds; always, if not said.")
                                .build())
                        .addOption(roles()));
        key.addSubcommand("delete", named("delete", "Ends the key of this id."));
        optimist.addSubcommand("user", user);
        optimist.addSubcommand("key", key);
        return optimist;
    }

    private static CommandSpec command(String name, String description) {
        CommandSpec spec = CommandSpec.create().name(name).mixinStandardHelpOptions(true);
        spec.usageMessage().description(description).width(110);
        spec.parser().collectErrors(true).unmatchedArgumentsAllowed(true);
        return spec;
    }

    private static CommandSpec named(String name, String description) {
        return command(name, description)
                .addPositional(PositionalParamSpec.builder()
                        .index("0")
                        .type(String.class)
                        .paramLabel("<name>")
                        .description("Name of the user or key, id of a key that ends.")
                        .build());
    }

    private static OptionSpec roles() {
        return OptionSpec.builder("--role")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .splitRegex(",")
                .paramLabel("<role>")
                .description("What it may do: superuser, monitor, read:logs-*, write:logs-*, ...; may be repeated.")
                .build();
    }

    private static int run(OptimistConfiguration configuration, ParseResult verb, Terminal terminal) {
        DocumentStore store = null;
        try {
            store = RunningServer.store(configuration.storage());
            Accounts accounts = Objects.requireNonNull(Accounts.open(
                            new CatalogVault(store, new SharedCatalog(store)), Clock.systemUTC(), AuditLog.toLog())
                    .block());
            return new AccountCommands(accounts, verb, terminal).carryOut();
        } catch (RuntimeException | IOException failure) {
            Throwable cause = Exceptions.unwrap(failure);
            String reason =
                    cause instanceof DocumentException known ? known.reason() : String.valueOf(cause.getMessage());
            terminal.err().println("optimist: " + reason);
            if (store == null) {
                terminal.err()
                        .println(
                                "optimist: a running server takes the same through HTTP: /_security/user, /_security/api_key");
            }
            return EXIT_FAILED;
        } finally {
            if (store != null) {
                store.close().block();
            }
        }
    }

    private int carryOut() throws IOException {
        String noun = words.commandSpec().parent().name();
        return switch (noun + " " + words.commandSpec().name()) {
            case "user list" -> listUsers();
            case "user add" -> addUser();
            case "user passwd" -> {
                accounts.changePassword(name(), terminal.newPassword(), BY).block();
                yield said("The password of user [" + name() + "] is another now.");
            }
            case "user delete" ->
                Boolean.TRUE.equals(accounts.deleteUser(name(), BY).block())
                        ? said("User [" + name() + "] is gone.")
                        : failed("there is no user [" + name() + "]");
            case "key list" -> listKeys();
            case "key add" -> addKey();
            case "key delete" -> endKey();
            default -> throw new IllegalStateException("a command without a deed");
        };
    }

    private String name() {
        String name = words.matchedPositionalValue(0, "");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a name is required");
        }
        return name;
    }

    private List<String> givenRoles() {
        return words.matchedOptionValue("--role", List.of());
    }

    private int listUsers() {
        for (User user : accounts.users()) {
            terminal.out()
                    .println(
                            user.name() + "\t" + String.join(",", user.roles()) + (user.enabled() ? "" : "\tdisabled"));
        }
        return 0;
    }

    private int addUser() throws IOException {
        String name = name();
        if (accounts.user(name).isPresent()) {
            return failed("there is a user [" + name + "] already");
        }
        accounts.putUser(name, UserChange.of(terminal.newPassword(), givenRoles()), BY)
                .block();
        return said("User [" + name + "] has the roles " + givenRoles() + ".");
    }

    private int listKeys() {
        for (ApiKey key : accounts.keys()) {
            String state = key.invalidated() ? "ended" : key.expired(Instant.now()) ? "expired" : "active";
            terminal.out().println(key.id() + "\t" + key.name() + "\t" + key.owner() + "\t" + state);
        }
        return 0;
    }

    private int addKey() {
        String owner = words.matchedOptionValue("--user", "");
        if (accounts.user(owner).isEmpty()) {
            return failed("there is no user [" + owner + "]");
        }
        Integer days = words.matchedOptionValue("--expires-days", (Integer) null);
        ApiKeys.Created created = Objects.requireNonNull(new ApiKeys(accounts)
                .create(
                        owner,
                        name(),
                        RoleDescriptors.ofRoles(givenRoles()).shown(),
                        Map.of(),
                        days == null ? null : Duration.ofDays(days),
                        BY)
                .block());
        String both = created.key().id() + ":" + created.secret();
        terminal.out()
                .println("Authorization: ApiKey "
                        + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        return 0;
    }

    private int endKey() {
        String id = name();
        ApiKeys.Invalidated ended = Objects.requireNonNull(
                new ApiKeys(accounts).invalidate(key -> key.id().equals(id), BY).block());
        return ended.now().isEmpty()
                ? failed("there is no key [" + id + "] that holds")
                : said("Key [" + id + "] has ended.");
    }

    private int said(String text) {
        terminal.out().println(text);
        return 0;
    }

    private int failed(String text) {
        terminal.err().println("optimist: " + text);
        return EXIT_FAILED;
    }
}
