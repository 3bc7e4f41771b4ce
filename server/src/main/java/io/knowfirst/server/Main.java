package io.knowfirst.server;

import io.knowfirst.server.cli.CommandLines;
import io.knowfirst.server.visitor.ThreadBuffers;

/** The entry point of {@code java -jar knowfirst.jar}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    ThreadBuffers.track();
    System.exit(CommandLines.run(args, System.getenv()));
  }
}
