package io.knowfirst.server.cli.imports;

import io.knowfirst.server.cli.remote.RemoteServer;
import io.knowfirst.server.cli.remote.ServerOptions;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import events}: a file of events through the HTTP interface, at the file's own clock. */
@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    description = {
      "Send the events of a file, in order for each visitor, and ask for decisions at each view.",
      "Products that the file names are put into the catalogue first. Ids are derived from the",
      "lines, so a second run changes nothing; it asks for no decisions either, unless --again."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:done; lines of the file that are no events are listed",
      " 1:the server cannot be reached or refused an event, or the file holds none",
      " 2:the command line is not understood"
    })
final class ImportEvents implements Callable<Integer> {
  /** What a file holds. */
  enum Format {
    REES46,
    SEGMENT;

    EventFormat reader() {
      return this == REES46 ? new Rees46() : new SegmentEvents();
    }
  }

  @Parameters(paramLabel = "FILE", description = "The file to read.")
  private Path file = Path.of("");

  @Option(
      names = "--format",
      required = true,
      description =
          "rees46: the CSV of the REES46 click streams; segment: one Segment event a line.")
  private Format format = Format.REES46;

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--decide",
      split = ",",
      paramLabel = "PLACEMENT",
      description = "Placements to ask for at each view, for example home-hero,recommendations.")
  private List<String> decide = new ArrayList<>();

  @Option(
      names = "--consent",
      split = ",",
      paramLabel = "PURPOSE",
      defaultValue = "personalization",
      description = {
        "Purposes that each visitor is taken to have consented to, by default ${DEFAULT-VALUE};",
        "none for no consent."
      })
  private List<String> consent = new ArrayList<>();

  @Option(names = "--limit", paramLabel = "N", description = "Read the first N lines only.")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "16",
      description = "Maximum lines in flight (default: ${DEFAULT-VALUE}).")
  private int concurrency;

  @Option(names = "--again", description = "Request decisions for already imported events too.")
  private boolean again;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (concurrency < 1 || concurrency > 256) {
      throw new ParameterException(
          spec.commandLine(), "concurrency is " + concurrency + ", expected 1 to 256");
    }
    var purposes = consent.equals(List.of("none")) ? List.<String>of() : consent;
    var plan = new FileReplay.Plan(decide, purposes, again, concurrency);
    var out = spec.commandLine().getOut();
    var vertx = Vertx.vertx();
    try (var remote =
        new RemoteServer(vertx, server.server(), server.key(), concurrency, ImportCommand.NEEDS)) {
      var products = upload(vertx, remote, out);
      var tally = replay(vertx, remote, plan, out);
      ImportTable.print(out, products, tally, purposes);
      return tally.sent() > 0 && tally.rejectedByServer() == 0 ? 0 : 1;
    } finally {
      vertx.close().await();
    }
  }

  private @Nullable ProductUpload upload(Vertx vertx, RemoteServer remote, PrintWriter out) {
    var products = EventLines.products(file, format.reader(), limit);
    return products.isEmpty()
        ? null
        : ProductUpload.send(
            vertx, remote, products.iterator(), progress(out, "products", products.size()));
  }

  private ImportCounts replay(
      Vertx vertx, RemoteServer remote, FileReplay.Plan plan, PrintWriter out) {
    var progress = progress(out, "lines", EventLines.count(file, limit));
    try (var lines = new EventLines(file, format.reader(), limit)) {
      return new FileReplay(remote, plan, progress).run(vertx.getOrCreateContext(), lines).await();
    } finally {
      progress.end();
    }
  }

  private static Progress progress(PrintWriter out, String what, long total) {
    return new Progress(out, Progress.onTerminal(), InstantSource.system(), what, total);
  }
}
