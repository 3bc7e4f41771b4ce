package io.knowfirst.server.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.folder.FindingReport;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.rulesets.versions.Inspection;
import io.knowfirst.server.rulesets.versions.RuleWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules check}: everything that is wrong in a folder, without a server. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Checks a ruleset and reports all findings.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:the folder may go live; there may be warnings",
      " 1:it may not: there are errors",
      " 2:the command line is not understood"
    })
final class RulesCheck implements Callable<Integer> {
  private static final JsonMapper JSON = new JsonMapper();

  /** How findings are written. */
  enum Format {
    TEXT,
    JSON,
    SARIF
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "A rule author's folder.")
  private Path folder = Path.of("");

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "One of: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.TEXT;

  @Option(names = "--output", paramLabel = "FILE", description = "Write to a file.")
  private @Nullable Path output;

  @Option(
      names = "--watch",
      description = "Check again after each change, until the command is interrupted.")
  private boolean watch;

  @Override
  public Integer call() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new ParameterException(
          spec.commandLine(),
          "DIR is %s, expected a directory. Maybe the path is relative to another directory."
              .formatted(folder));
    }
    if (watch) {
      return watched();
    }
    ShortRun.begin();
    return checked();
  }

  /** The watch begins first, so that no change falls between it and the first check. */
  private int watched() throws IOException {
    var changes = RuleWatch.of(folder, files -> again(), unreadable -> again());
    try {
      again();
      new CountDownLatch(1).await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      changes.close();
    }
    return 0;
  }

  /** Between a line that says that it begins and the one that counts, for editors that listen. */
  private synchronized void again() {
    try {
      spec.commandLine().getOut().println("checking " + folder);
      checked();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private int checked() throws IOException {
    var inspection = inspect();
    write(
        switch (format) {
          case TEXT -> text(inspection);
          case JSON -> json(inspection);
          case SARIF -> FindingReport.sarif(inspection.findings()).toPrettyString() + "\n";
        });
    return inspection.errors().isEmpty() ? 0 : 1;
  }

  private Inspection inspect() {
    try {
      return Inspection.of(RuleFolder.files(folder), Outside.at(Instant.now()))
          .and(RuleFolder.unread(folder));
    } catch (RuleFolderException unreadable) {
      return new Inspection("", unreadable.findings(), null);
    }
  }

  private void write(String text) throws IOException {
    if (output != null) {
      Files.writeString(output, text);
    } else {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
    }
  }

  private static String text(Inspection inspection) {
    var lines = FindingReport.text(inspection.findings());
    int errors = inspection.errors().size();
    int others = inspection.findings().size() - errors;
    var told = errors == 0 ? "no errors" : errors == 1 ? "1 error" : errors + " errors";
    var rest = others == 1 ? "1 warning or hint" : others + " warnings and hints";
    return "%s%s, %s%n".formatted(lines, told, rest);
  }

  private static String json(Inspection inspection) {
    var tree = JSON.createObjectNode().put("ruleset", inspection.hash());
    tree.set("findings", FindingReport.json(inspection.findings()));
    return tree.toPrettyString() + "\n";
  }
}
