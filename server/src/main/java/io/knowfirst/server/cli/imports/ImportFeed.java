package io.knowfirst.server.cli.imports;

import io.knowfirst.server.cli.remote.RemoteServer;
import io.knowfirst.server.cli.remote.ServerOptions;
import io.knowfirst.server.feeds.FeedKind;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import feed}: records of another system through the HTTP interface. */
@Command(
    name = "feed",
    mixinStandardHelpOptions = true,
    description = {
      "Load customers, orders, returns, engagement with e-mails, contacts, products, prices or stock",
      "from a table with a head or from JSON on lines. A second run changes nothing (docs/feeds.md)."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:done; records that were rejected are listed",
      " 1:the server cannot be reached, or no record was taken",
      " 2:the command line is not understood"
    })
final class ImportFeed implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "FEED",
      description = "customers, orders, returns, engagement, contacts, products, prices or stock.")
  private String feed = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "The file to read.")
  private Path file = Path.of("");

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "A YAML file that maps other columns, numbers and dates.")
  private @Nullable Path mapping;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "Of the file, for example windows-1252; by default UTF-8.")
  private @Nullable String encoding;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "The system that the records come from, as facts name it; by default FEED.")
  private @Nullable String source;

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      description =
          "When the records were so, where they do not say; by default when FILE was written.")
  private @Nullable String asOf;

  @Option(names = "--dry-run", description = "Check all records and store none.")
  private boolean dryRun;

  @Mixin private ServerOptions server = new ServerOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var kind =
        FeedKind.of(feed)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "FEED is \"%s\", expected one of %s. Maybe a path stands in its place."
                            .formatted(feed, FeedKind.words())));
    var read = MappingFile.read(mapping);
    var named = source != null ? source : read.source();
    var path =
        "/v1/feeds/%s?dryRun=%s&asOf=%s%s%s"
            .formatted(kind.word(), dryRun, time(), query("source", named), read.query());
    var out = spec.commandLine().getOut();
    var vertx = Vertx.vertx();
    try (var remote =
            new RemoteServer(vertx, server.server(), server.key(), 1, ImportCommand.NEEDS);
        var text = Files.newBufferedReader(file, read.charset(encoding))) {
      var progress = new Progress(out, Progress.onTerminal(), InstantSource.system(), "records", 0);
      var upload = new FeedUpload(kind, read.mapping(), remote, path, progress);
      upload.send(text);
      progress.end();
      print(out, upload);
      return upload.accepted() + upload.duplicates() > 0 ? 0 : 1;
    } catch (IOException unreadable) {
      throw new ImportException(
          "FILE is %s, which cannot be read: %s. Maybe it is of another encoding: --encoding windows-1252."
              .formatted(file, unreadable),
          unreadable);
    } finally {
      vertx.close().await();
    }
  }

  static String query(String name, @Nullable String value) {
    return value == null
        ? ""
        : "&%s=%s".formatted(name, URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  private String time() {
    try {
      return asOf != null
          ? OffsetDateTime.parse(asOf).toInstant().toString()
          : Files.getLastModifiedTime(file).toInstant().toString();
    } catch (DateTimeParseException none) {
      throw new ParameterException(
          spec.commandLine(),
          "as-of is \"%s\", expected a time with its offset. Maybe 2026-11-22T09:30:00+01:00."
              .formatted(asOf),
          none);
    } catch (IOException absent) {
      throw new ImportException("FILE is " + file + ", which cannot be read: " + absent, absent);
    }
  }

  private void print(PrintWriter out, FeedUpload upload) {
    out.println();
    ImportTable.row(out, "records", upload.records(), dryRun ? "checked, nothing is stored" : "");
    ImportTable.row(out, "  accepted", upload.accepted(), "");
    ImportTable.row(out, "  duplicate", upload.duplicates(), "");
    if (upload.withheld() > 0) {
      ImportTable.row(
          out, "  not stored", upload.withheld(), "no consent (shop.yaml: consent), or erased");
    }
    ImportTable.row(out, "  rejected", upload.rejected(), "");
    upload.errors().forEach(error -> out.printf("    %s%n", error));
    upload.notes().forEach(note -> out.printf("note: %s%n", note));
    if (!upload.ignored().isEmpty()) {
      out.printf("columns left out: %s%n", String.join(", ", upload.ignored()));
    }
    out.flush();
  }
}
