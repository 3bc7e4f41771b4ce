package io.knowfirst.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process of this comparison, stopped when it is closed. */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final List<String> lines = new ArrayList<>();

  private Child(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static Child java(List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    return new Child(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /**
   * Reads until a line says that the process is ready, and all that it says after that in the
   * background.
   */
  List<String> readUntil(Predicate<String> ready) throws IOException {
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      if (ready.test(line)) {
        var rest = new Thread(this::drain, "drain");
        rest.setDaemon(true);
        rest.start();
        return List.copyOf(lines);
      }
    }
    throw new IOException("The process ended before it was ready: " + lines);
  }

  long pid() {
    return process.pid();
  }

  /** Processor time that the process has used so far, in the program and in the kernel. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Runs a program to its end and gives what it printed. */
  static String run(List<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException(command + " ended with " + exit + ": " + text);
    }
    return text;
  }

  private void drain() {
    try {
      output.lines().forEach(line -> {});
    } catch (UncheckedIOException ended) {
      // The process has closed its output.
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
