package dev.optimist.http.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where a command is typed: it says something, and asks for passwords. */
interface Terminal {
    PrintStream out();

    PrintStream err();

    /** Asks for a new password, twice where somebody types it; an IOException where there is none. */
    String newPassword() throws IOException;

    /** Returns that of the process: a console asks, otherwise the password is the first line of the standard input. */
    static Terminal ofProcess() {
        return new Terminal() {
            @Override
            public PrintStream out() {
                return System.out;
            }

            @Override
            public PrintStream err() {
                return System.err;
            }

            @Override
            public String newPassword() throws IOException {
                Console console = console();
                return console == null ? line() : typed(console);
            }
        };
    }

    /** Returns the console where a person sits at it, null where nobody does. */
    @SuppressWarnings("SystemConsoleNull") // up to version 21; newer ones have a method to tell
    static @Nullable Console console() {
        Console console = System.console();
        return console != null && isTerminal(console) ? console : null;
    }

    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    private static String line() throws IOException {
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new IOException("no password came on the standard input");
        }
        return line;
    }

    private static String typed(Console console) throws IOException {
        char[] first = console.readPassword("Password: ");
        char[] second = console.readPassword("Again: ");
        if (first == null || second == null) {
            throw new IOException("no password was typed");
        }
        try {
            if (!Arrays.equals(first, second)) {
                throw new IOException("the passwords differ");
            }
            return new String(first);
        } finally {
            Arrays.fill(first, '\0');
            Arrays.fill(second, '\0');
        }
    }
}
