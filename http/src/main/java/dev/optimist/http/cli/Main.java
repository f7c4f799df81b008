package dev.optimist.http.cli;

/** The executable jar's entry point. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.out.println("Usage: java -jar optimist.jar");
    }
}
