package io.knowfirst.server.cli;

import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.folder.FindingReport;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.boot.Settings;
import io.knowfirst.server.profile.Cluster;
import io.knowfirst.server.profile.ClusterSettings;
import io.knowfirst.server.rulesets.versions.Inspection;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.DatabaseException;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code config}: what a server would be started with. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Checks the configuration of a server without starting it.",
    subcommands = ConfigCommand.Check.class)
final class ConfigCommand {
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Reads options, environment and configuration file as serve does, and looks at what they name:",
        "certificate, cluster configuration, PostgreSQL, rules. Changes nothing."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        " 0:a server would start",
        " 1:it would not",
        " 2:an option is not understood"
      })
  static final class Check implements Callable<Integer> {
    private static final String LINE = "%-9s %s%n";

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServeOptions options = new ServeOptions();

    private boolean failed;

    @Override
    public Integer call() {
      parts(options.settings(), options).forEach(this::look);
      return failed ? 1 : 0;
    }

    private void look(String what, Callable<String> part) {
      var out = spec.commandLine().getOut();
      try {
        out.printf(LINE, what, part.call());
      } catch (IllegalArgumentException | DatabaseException | RuleFolderException wrong) {
        failed = true;
        out.printf(LINE, what, wrong.getMessage());
      } catch (Exception unexpected) { // the declared type of a Callable
        throw new IllegalStateException(unexpected);
      }
      out.flush();
    }
  }

  /** What to look at, by what it is called, in order. */
  static Map<String, Callable<String>> parts(Settings settings, ServeOptions options) {
    var parts = new LinkedHashMap<String, Callable<String>>();
    parts.put("http", () -> http(settings));
    parts.put("cluster", () -> cluster(settings));
    parts.put("postgres", () -> Database.check(options.store()));
    var rules = settings.rules();
    if (rules != null) {
      parts.put("rules", () -> rules(rules));
    }
    return parts;
  }

  private static String http(Settings settings) {
    var tls = settings.edge().tls();
    if (tls == null) {
      return "http://%s:%d".formatted(settings.host(), settings.port());
    }
    var vertx = Vertx.vertx();
    try {
      tls.pair(vertx);
    } finally {
      vertx.close().await();
    }
    return "https://%s:%d, certificate %s".formatted(settings.host(), settings.port(), tls.cert());
  }

  private static String cluster(Settings settings) {
    var yaml = settings.cluster();
    if (yaml == null) {
      return "a single member";
    }
    Cluster.check(new ClusterSettings(yaml, settings.remote(), ""));
    return yaml.toString();
  }

  private static String rules(Path folder) {
    var found =
        Inspection.of(RuleFolder.files(folder), Outside.at(Instant.now()))
            .and(RuleFolder.unread(folder));
    if (!found.errors().isEmpty()) {
      throw new IllegalArgumentException("\n" + FindingReport.text(found.errors()).strip());
    }
    return "%s, %d warnings and hints".formatted(folder, found.findings().size());
  }
}
