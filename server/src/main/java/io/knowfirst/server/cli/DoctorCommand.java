package io.knowfirst.server.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import io.knowfirst.server.boot.Settings;
import io.knowfirst.server.store.postgres.DatabaseException;
import io.knowfirst.server.store.postgres.Diagnosis;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code doctor}: what is wrong, and what to do. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at configuration, machine, data, PostgreSQL and the running server; says what is wrong and what to do.",
      "Changes nothing. An embedded PostgreSQL that does not run is started for a moment."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {" 0:all is well", " 1:something is wrong", " 2:an option is not understood"})
final class DoctorCommand implements Callable<Integer> {
  private static final long LEAST_FREE = 2L << 30;
  private static final long LEAST_FILES = 4_096;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServeOptions options = new ServeOptions();

  private boolean failed;

  @Override
  public Integer call() {
    var settings = options.settings();
    ConfigCommand.parts(settings, options).forEach(this::look);
    machine();
    data(settings.data());
    postgres(settings);
    server(settings);
    return failed ? 1 : 0;
  }

  private void look(String what, Callable<String> part) {
    try {
      well(what, part.call());
    } catch (Exception wrong) { // the declared type of a Callable
      wrong(what, String.valueOf(wrong.getMessage()));
    }
  }

  private void machine() {
    var heap = Runtime.getRuntime().maxMemory();
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean machine) {
      if (machine.getMaxFileDescriptorCount() < LEAST_FILES) {
        wrong(
            "machine",
            "A process may open %d files: connections are refused beyond. Raise the limit (LimitNOFILE, ulimit -n) to 65536."
                .formatted(machine.getMaxFileDescriptorCount()));
      }
      well(
          "machine",
          "Java %s, %d processors, %d MB of memory, heap of this process at most %d MB"
              .formatted(
                  Runtime.version(),
                  Runtime.getRuntime().availableProcessors(),
                  machine.getTotalMemorySize() >> 20,
                  heap >> 20));
    }
  }

  private void data(Path data) {
    if (!Files.exists(data)) {
      well("data", data + " is made at the first start");
      return;
    }
    if (!Files.isWritable(data)) {
      wrong(
          "data",
          "%s cannot be written. Give it to the user that the server runs as.".formatted(data));
      return;
    }
    try {
      long free = Files.getFileStore(data).getUsableSpace();
      if (free < LEAST_FREE) {
        wrong(
            "data",
            "%d MB are free at %s: events are refused once nothing is. Delete what is not needed, or set --keep-days."
                .formatted(free >> 20, data));
      } else {
        well("data", "%s, %d MB free".formatted(data, free >> 20));
      }
    } catch (IOException unreadable) {
      wrong("data", "%s cannot be read: %s".formatted(data, unreadable.getMessage()));
    }
    if (Files.exists(data.resolve("first-keys.txt"))) {
      wrong(
          "keys",
          "The first keys are still in %s. Take them over into your secret store, and delete the file."
              .formatted(data.resolve("first-keys.txt")));
    }
  }

  private void postgres(Settings settings) {
    if (settings.postgres() == null && !Files.exists(settings.data().resolve("postgres"))) {
      return;
    }
    List<String> found;
    try {
      found = Diagnosis.of(options.store());
    } catch (DatabaseException unreachable) {
      return; // Said above, where a server's own is embedded it says so when it starts.
    }
    found.forEach(finding -> wrong("postgres", finding));
  }

  private void server(Settings settings) {
    var scheme = settings.edge().tls() == null ? "http" : "https";
    var ready =
        URI.create(
            "%s://%s:%d/health/ready?all=true".formatted(scheme, settings.host(), settings.port()));
    var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    try {
      var answer =
          client.send(
              HttpRequest.newBuilder(ready).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 200) {
        well("server", ready.getAuthority() + " is ready");
      } else {
        wrong(
            "server",
            "%s answers %d: %s. What the parts mean: docs/operations.md, \"Health\"."
                .formatted(ready.getAuthority(), answer.statusCode(), answer.body().strip()));
      }
    } catch (IOException none) {
      well("server", "none answers at " + ready.getAuthority());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void well(String what, String text) {
    line("ok", what, text);
  }

  private void wrong(String what, String text) {
    failed = true;
    line("WRONG", what, text);
  }

  private void line(String state, String what, String text) {
    spec.commandLine().getOut().printf("%-5s %-9s %s%n", state, what, text);
    spec.commandLine().getOut().flush();
  }
}
