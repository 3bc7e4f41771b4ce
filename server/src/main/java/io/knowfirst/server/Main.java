package io.knowfirst.server;

import io.knowfirst.server.cli.CommandLines;

/** The entry point of {@code java -jar knowfirst.jar}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(CommandLines.run(args, System.getenv()));
  }
}
