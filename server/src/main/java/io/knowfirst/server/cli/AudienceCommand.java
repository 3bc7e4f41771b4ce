package io.knowfirst.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.knowfirst.server.cli.imports.Progress;
import io.knowfirst.server.cli.remote.RemoteServer;
import io.knowfirst.server.cli.remote.RemoteStream;
import io.knowfirst.server.cli.remote.ServerOptions;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code audience}: how many a segment has, and what is to be sent to all of them. */
@Command(
    name = "audience",
    mixinStandardHelpOptions = true,
    description = "Counts the members of a segment, or decides what each of them is to be sent.",
    subcommands = {AudienceCommand.Size.class, AudienceCommand.Export.class})
final class AudienceCommand {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String NEEDS = "Maybe use a secret or admin key.";

  private AudienceCommand() {}

  private static String path(String segment) {
    return "/v1/audiences/"
        + URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** {@code audience size}. */
  @Command(
      name = "size",
      mixinStandardHelpOptions = true,
      description = "Counts the members of a segment, by channel and consent.")
  static final class Size implements Callable<Integer> {
    @Parameters(paramLabel = "SEGMENT", description = "A segment of the rules that decide.")
    private String segment = "";

    @Option(
        names = "--sample",
        paramLabel = "SHARE",
        defaultValue = "100%",
        converter = ShareConverter.class,
        description = "Share of the visitors to look at, for example 1%% (default: all).")
    private double sample = 1;

    @Mixin private ServerOptions server = new ServerOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      var vertx = Vertx.vertx();
      try (var remote = new RemoteServer(vertx, server.server(), server.key(), 1, NEEDS)) {
        var path = path(segment) + "?sample=" + Math.max(1, Math.round(sample * 10_000));
        var answer = remote.ask(HttpMethod.GET, path, null).await();
        var out = spec.commandLine().getOut();
        if (!answer.taken()) {
          spec.commandLine().getErr().println(answer.problem());
          return 1;
        }
        var size = answer.body();
        out.printf(
            "%,d of %,d visitors looked at are in %s, %,d of them reachable%n",
            size.path("members").asLong(),
            size.path("looked").asLong(),
            segment,
            size.path("reachable").asLong());
        for (var channel : size.path("channels")) {
          out.printf(
              "  %-12s %,9d consented, first choice for %,d%n",
              channel.path("channel").asText(),
              channel.path("consented").asLong(),
              channel.path("preferred").asLong());
        }
        out.flush();
        return 0;
      } finally {
        vertx.close().await();
      }
    }
  }

  /** {@code audience export}. */
  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = {
        "Writes what each member of a segment is to be sent, a line for each visitor and placement.",
        "A run that was stopped goes on where it stood when the command is given again."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        " 0:the file is whole",
        " 1:the server cannot be reached, refuses, or went away meanwhile",
        " 2:the command line is not understood"
      })
  static final class Export implements Callable<Integer> {
    @Parameters(paramLabel = "SEGMENT", description = "A segment of the rules that decide.")
    private String segment = "";

    @Option(
        names = "--placement",
        required = true,
        split = ",",
        paramLabel = "ID",
        description = "Where something is to be shown; of several channels each visitor gets one.")
    private List<String> placements = List.of();

    @Option(
        names = "--out",
        required = true,
        paramLabel = "FILE",
        description = "File that is written, and so called once it is whole.")
    private Path out = Path.of("");

    @Option(names = "--csv", description = "As a table (RFC 4180) in place of JSON on lines.")
    private boolean csv;

    @Option(names = "--restart", description = "Begin anew, whatever is there.")
    private boolean restart;

    @Mixin private ServerOptions server = new ServerOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      try {
        return export(new AudienceFile(out, csv));
      } catch (IOException stopped) {
        spec.commandLine()
            .getErr()
            .printf(
                "The run was stopped: %s. Maybe give the same command again, which goes on from there.%n",
                stopped.getMessage());
        return 1;
      }
    }

    private int export(AudienceFile file) throws IOException {
      var before = restart ? null : file.stopped();
      var body = JSON.createObjectNode();
      if (before == null) {
        placements.forEach(body.putArray("placements")::add);
      } else {
        body.put("run", before.run());
        if (before.cursor() != null) {
          body.put("after", before.cursor());
        }
      }
      var answer =
          RemoteStream.post(
              server,
              path(segment) + "/decisions",
              body,
              csv ? "text/csv" : "application/x-ndjson");
      file.begin(answer.headers().firstValue("X-Run").orElse(""));
      boolean again = before != null && before.cursor() != null;
      try (var in = answer.body();
          var to = file.open(again)) {
        copy(in, to, again);
      }
      file.whole();
      return 0;
    }

    private void copy(InputStream in, OutputStream to, boolean again) throws IOException {
      var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      var progress =
          new Progress(
              spec.commandLine().getErr(),
              Progress.onTerminal(),
              InstantSource.system(),
              csv ? "lines" : "visitors",
              0);
      boolean head = csv && again;
      boolean ended = csv;
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        var count = csv ? null : count(line);
        if (head) {
          head = false;
        } else if (count != null) {
          progress.at(count.path("visitors").asLong(), count.path("about").asLong());
          ended |= line.startsWith("{\"end\"");
        } else if (csv || !line.startsWith("{\"run\"")) {
          to.write((line + (csv ? "\r\n" : "\n")).getBytes(StandardCharsets.UTF_8));
          if (csv) {
            progress.step();
          }
        }
      }
      progress.end();
      if (!ended) {
        throw new IOException("the server's answer ends early");
      }
    }

    /** How far the run came; null for a line that is to be sent. */
    private static @Nullable JsonNode count(String line) {
      if (!line.startsWith("{\"progress\"") && !line.startsWith("{\"end\"")) {
        return null;
      }
      try {
        var tree = JSON.readTree(line);
        return tree.has("end") ? tree.path("end") : tree.path("progress");
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }
}
