package io.knowfirst.server.store.postgres;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's programs. As root they refuse to run, so there they get a name space in which
 * they are nobody.
 */
record Programs(Path directory) {
  private static final long SECONDS = 60;

  void run(Path home, String program, String... arguments) throws IOException {
    var line = new ArrayList<String>();
    if ("root".equals(System.getProperty("user.name")) && LinuxUtils.isUnshareAvailable()) {
      line.addAll(List.of("unshare", "-U"));
    }
    line.add(directory.resolve("bin").resolve(program).toString());
    line.addAll(List.of(arguments));
    var output = Files.createTempFile(home, program, ".out");
    try {
      var process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .directory(home.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new DatabaseException(
            "%s failed: %s%nMaybe look into %s; as root, PostgreSQL needs user name spaces (unshare), else start as another user."
                .formatted(
                    String.join(" ", line),
                    Files.readString(output).strip(),
                    home.resolve("postgres.log")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException("Interrupted while %s ran.".formatted(program), e);
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
