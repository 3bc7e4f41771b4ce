package io.knowfirst.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.cli.remote.RemoteServer.Answer;
import io.knowfirst.server.cli.remote.ServerOptions;
import io.vertx.core.http.HttpMethod;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules draft}: drafts of a running server. */
@Command(
    name = "draft",
    mixinStandardHelpOptions = true,
    description = "Creates, checks, submits, approves and publishes drafts of a running server.")
final class RulesDraft implements Runnable {
  private static final JsonMapper JSON = new JsonMapper();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Missing what to do with drafts. Maybe \"rules draft list\" was meant.");
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Creates a draft and prints its id.")
  int create(
      @Option(names = "--name", required = true, description = "What it is for.") String name,
      @Option(names = "--note", defaultValue = "", description = "More about it.") String note,
      @Option(names = "--base", description = "Hash of a version (default: the live one).")
          @Nullable String base,
      @Mixin ServerOptions server) {
    var body = JSON.createObjectNode().put("name", name);
    if (!note.isEmpty()) {
      body.put("note", note);
    }
    if (base != null) {
      body.put("base", base);
    }
    return tell(
        RulesServer.draft(server, HttpMethod.POST, "", body),
        draft -> out().println(draft.path("id").asText()));
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the drafts that are on their way.")
  int list(@Mixin ServerOptions server) {
    return tell(
        RulesServer.draft(server, HttpMethod.GET, "", null),
        all -> all.path("drafts").forEach(this::line));
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows a draft, what it changes and what was done with it.")
  int show(
      @Parameters(paramLabel = "DRAFT", description = "Its id.") String id,
      @Mixin ServerOptions server) {
    return tell(
        RulesServer.draft(server, HttpMethod.GET, path(id, ""), null),
        draft -> {
          line(draft);
          if (draft.path("behind").asBoolean()) {
            out().println("behind: another version is live by now");
          }
          if (draft.has("problem")) {
            out().println("problem: " + draft.path("problem").asText());
          }
          for (var change : draft.path("changes")) {
            out().printf("%-8s %s%n", change.path("change").asText(), change.path("path").asText());
          }
          for (var event : draft.path("history")) {
            out()
                .printf(
                    "%s %s %s %s%n",
                    event.path("at").asText(),
                    event.path("who").asText(),
                    event.path("what").asText(),
                    event.path("detail").asText());
          }
        });
  }

  @Command(
      name = "put",
      mixinStandardHelpOptions = true,
      description = "Replaces the files of a draft by those of a folder.")
  int put(
      @Parameters(paramLabel = "DRAFT", description = "Its id.") String id,
      @Parameters(paramLabel = "DIR", description = "A rule author's folder.") Path folder,
      @Mixin ServerOptions server) {
    var files = RulesScenarios.files(spec, folder);
    if (files == null) {
      return 1;
    }
    var body = JSON.createObjectNode();
    var texts = body.putObject("files");
    files.forEach(texts::put);
    RuleFolder.unread(folder).forEach(left -> err().println(left));
    return tell(RulesServer.draft(server, HttpMethod.PUT, path(id, "/zip"), body), this::line);
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Checks a draft; exit code 1 where it has errors.")
  int check(
      @Parameters(paramLabel = "DRAFT", description = "Its id.") String id,
      @Mixin ServerOptions server) {
    var answer = RulesServer.draft(server, HttpMethod.POST, path(id, "/check"), null);
    int exit = tell(answer, found -> RulesServer.findings(found, true, out()));
    return exit == 0 && answer.body().path("errors").asInt() == 0 ? 0 : 1;
  }

  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      description = "Runs the scenarios of a draft; exit code 1 if any fails.")
  int test(
      @Parameters(paramLabel = "DRAFT", description = "Its id.") String id,
      @Mixin ServerOptions server) {
    var answer = RulesServer.draft(server, HttpMethod.POST, path(id, "/test"), null);
    int exit =
        tell(
            answer,
            report -> {
              for (var one : report.path("failed")) {
                out()
                    .printf(
                        "%s:%d: %s%n",
                        one.path("file").asText(),
                        one.path("line").asInt(),
                        one.path("name").asText());
                one.path("failures").forEach(line -> out().println("    " + line.asText()));
              }
              out().printf("%d scenarios%n", report.path("scenarios").asInt());
            });
    return exit == 0 && answer.body().path("passed").asBoolean() ? 0 : 1;
  }

  @Command(
      name = "diff",
      mixinStandardHelpOptions = true,
      description = "Shows what a draft changes, in words and by line.")
  int diff(
      @Parameters(paramLabel = "DRAFT", description = "Its id.") String id,
      @Mixin ServerOptions server) {
    return tell(
        RulesServer.draft(server, HttpMethod.GET, path(id, "/diff"), null),
        diff -> {
          diff.path("policies").forEach(one -> out().println(one.path("text").asText()));
          diff.path("files").forEach(one -> out().printf("%n%s", one.path("diff").asText()));
        });
  }

  @Command(
      name = "submit",
      mixinStandardHelpOptions = true,
      description = "Submits a draft for approval.")
  int submit(
      @Parameters(paramLabel = "DRAFT", description = "Its id.") String id,
      @Option(names = "--comment", defaultValue = "", description = "What to say about it.")
          String comment,
      @Mixin ServerOptions server) {
    return step(server, id, "submit", commented(comment));
  }

  @Command(
      name = "approve",
      mixinStandardHelpOptions = true,
      description = "Approves a draft that another person submitted.")
  int approve(
      @Parameters(paramLabel = "DRAFT", description = "Its id.") String id,
      @Option(names = "--comment", defaultValue = "", description = "What to say about it.")
          String comment,
      @Mixin ServerOptions server) {
    return step(server, id, "approve", commented(comment));
  }

  @Command(name = "publish", mixinStandardHelpOptions = true, description = "Lets a draft go live.")
  int publish(
      @Parameters(paramLabel = "DRAFT", description = "Its id.") String id,
      @Option(
              names = "--max-change",
              defaultValue = "100%",
              converter = ShareConverter.class,
              description = "Refused when more than this share of recorded decisions would change.")
          double maxChange,
      @Mixin ServerOptions server) {
    return step(server, id, "publish", JSON.createObjectNode().put("maxChange", maxChange));
  }

  @Command(
      name = "schedule",
      mixinStandardHelpOptions = true,
      description = "Lets a draft go live at a time.")
  int schedule(
      @Parameters(paramLabel = "DRAFT", description = "Its id.") String id,
      @Option(names = "--at", required = true, description = "As 2026-12-24T06:00.") String at,
      @Option(names = "--zone", description = "Time zone (default: the shop's).")
          @Nullable String zone,
      @Mixin ServerOptions server) {
    var body = JSON.createObjectNode().put("at", at);
    return step(server, id, "schedule", zone == null ? body : body.put("zone", zone));
  }

  @Command(
      name = "discard",
      mixinStandardHelpOptions = true,
      description = "Ends a draft that does not go live.")
  int discard(
      @Parameters(paramLabel = "DRAFT", description = "Its id.") String id,
      @Mixin ServerOptions server) {
    return tell(RulesServer.draft(server, HttpMethod.DELETE, path(id, ""), null), this::line);
  }

  private int step(ServerOptions server, String id, String step, ObjectNode body) {
    return tell(RulesServer.draft(server, HttpMethod.POST, path(id, "/" + step), body), this::line);
  }

  private static ObjectNode commented(String comment) {
    var body = JSON.createObjectNode();
    return comment.isEmpty() ? body : body.put("comment", comment);
  }

  private static String path(String id, String rest) {
    return "/" + RulesServer.encoded(id) + rest;
  }

  private void line(JsonNode draft) {
    out()
        .printf(
            "%s  %-9s  %s%n",
            draft.path("id").asText(), draft.path("state").asText(), draft.path("name").asText());
  }

  private interface Telling {
    void tell(JsonNode body);
  }

  private int tell(Answer answer, Telling telling) {
    if (!answer.taken()) {
      return RulesServer.refuse(answer, err());
    }
    telling.tell(answer.body());
    out().flush();
    err().flush();
    return 0;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
