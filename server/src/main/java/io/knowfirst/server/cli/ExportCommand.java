package io.knowfirst.server.cli;

import io.knowfirst.server.export.ExportFormat;
import io.knowfirst.server.export.Exported;
import io.knowfirst.server.export.Exports;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}: writes what is stored into a file for other tools. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Exports decisions, events, exposures, experiments or metrics, in bounded memory.",
      "The columns are those of the views in PostgreSQL's schema export. A running server is not needed and not disturbed."
    },
    subcommands = ExportCommand.Grant.class)
final class ExportCommand implements Callable<Integer> {
  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

  @Mixin private StoreOptions store = new StoreOptions();

  @Parameters(paramLabel = "WHAT", description = "One of: ${COMPLETION-CANDIDATES}.")
  private Exported what = Exported.EVENTS;

  @Option(
      names = "--format",
      defaultValue = "NDJSON",
      description = "One of: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private ExportFormat format = ExportFormat.NDJSON;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "First day (UTC) or time, for example 2026-11-01.")
  private @Nullable String since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Day (UTC) or time before which it ends.")
  private @Nullable String until;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "File that is written, and replaced once it is whole (default: standard output).")
  private @Nullable Path out;

  @Override
  public Integer call() {
    var begin = moment("since", since, FIRST);
    var end = moment("until", until, LAST);
    if (!what.hasTime() && (since != null || until != null)) {
      throw new IllegalArgumentException(
          "%s have no time, expected neither --since nor --until. Maybe events were meant."
              .formatted(what.name().toLowerCase(java.util.Locale.ROOT)));
    }
    return store.with(
        database -> {
          try {
            long rows = write(new Exports(database), begin, end);
            System.err.printf("%,d rows%n", rows);
            return 0;
          } catch (IOException failed) {
            throw new UncheckedIOException(failed);
          }
        });
  }

  private long write(Exports exports, Instant begin, Instant end) throws IOException {
    if (out == null) {
      return write(exports, begin, end, System.out);
    }
    var part = out.resolveSibling(out.getFileName() + ".part");
    long rows;
    try (var file = Files.newOutputStream(part)) {
      rows = write(exports, begin, end, file);
    }
    Files.move(part, out, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    return rows;
  }

  private long write(Exports exports, Instant begin, Instant end, OutputStream target)
      throws IOException {
    var buffered = new BufferedOutputStream(target, 1 << 16);
    long rows = exports.write(what, format, begin, end, buffered);
    buffered.flush();
    return rows;
  }

  private static Instant moment(String name, @Nullable String text, Instant otherwise) {
    if (text == null) {
      return otherwise;
    }
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException bad) {
      throw new IllegalArgumentException(
          "%s is \"%s\", expected a day or a time. Maybe 2026-11-01 or 2026-11-01T08:00:00Z was meant."
              .formatted(name, text),
          bad);
    }
  }

  @Command(
      name = "grant",
      mixinStandardHelpOptions = true,
      description = "Lets a role of PostgreSQL read the schema export, and nothing else.")
  static final class Grant implements Callable<Integer> {
    @Mixin private StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "ROLE", description = "A role that exists, for example analyst.")
    private String role = "";

    @Override
    public Integer call() {
      return store.with(
          database -> {
            new Exports(database).grant(role);
            System.out.printf("%s reads the schema export%n", role);
            return 0;
          });
    }
  }
}
