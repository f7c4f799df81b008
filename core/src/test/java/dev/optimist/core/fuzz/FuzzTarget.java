package dev.optimist.core.fuzz;

/**
 * Something that takes any bytes whatever: it throws only where a property does not hold.
 *
 * <p>Its class is public and has the entry point that Jazzer calls, {@code public static void
 * fuzzerTestOneInput(byte[])}.
 */
@FunctionalInterface
public interface FuzzTarget {
    void run(byte[] input) throws Exception;
}
