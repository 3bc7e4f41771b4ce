package io.knowfirst.server.boot;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a script of {@code src/test/js} with Node.js, where its packages are installed. */
final class NodeScript {
  private static final Path FOLDER = folder();
  private static final boolean INSTALLED = installed();

  private NodeScript() {}

  /** Surefire runs in the module's directory. */
  private static Path folder() {
    var own = Path.of("src", "test", "js").toAbsolutePath();
    return Files.isDirectory(own) ? own : Path.of("server", "src", "test", "js").toAbsolutePath();
  }

  private static boolean installed() {
    boolean installed = Files.isDirectory(FOLDER.resolve("node_modules"));
    if (!installed) {
      System.out.println(
          "Skipped the tests of JavaScript clients, which are not installed. Maybe run: npm ci"
              + " --ignore-scripts --prefix server/src/test/js");
    }
    return installed;
  }

  static void assumeInstalled() {
    assumeTrue(INSTALLED, "The packages of server/src/test/js are not installed.");
  }

  /** Its output; fails where it does not end well within two minutes. */
  static String run(String script, Object... arguments) throws IOException, InterruptedException {
    assumeInstalled();
    var command = new ArrayList<>(List.of("node", script));
    for (var argument : arguments) {
      command.add(argument.toString());
    }
    var output = Files.createTempFile("node", ".out");
    try {
      var process =
          new ProcessBuilder(command)
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(120, TimeUnit.SECONDS);
      process.destroyForcibly();
      var text = Files.readString(output, StandardCharsets.UTF_8);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(script + (ended ? " failed: " : " takes too long: ") + text);
      }
      return text;
    } finally {
      Files.delete(output);
    }
  }
}
