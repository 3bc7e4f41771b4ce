package io.knowfirst.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.console.MessageTexts.Entry;
import io.knowfirst.server.console.MessageTexts.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessageTextsTest {
  private static final Path SOURCES = Path.of("src/main/java/io/knowfirst/server");

  /** What forms and reports call, and what it refuses. */
  private static final List<String> OF_FORMS =
      List.of(
          "console",
          "rulesets/drafts",
          "rulesets/graduation",
          "people/Users.java",
          "people/UserChanges.java",
          "people/UserTable.java",
          "people/Invitations.java",
          "people/Passwords.java",
          "access/WantedKey.java",
          "access/AccessKeys.java",
          "webhooks/Destination.java",
          "decide/assignment/LifecycleStep.java",
          "experiments/lifecycle/Lifecycle.java",
          "experiments/lifecycle/Neighbours.java",
          "web/Body.java",
          "web/ConsoleRoutes.java",
          "web/FlowReportRoutes.java",
          "web/LedgerRoutes.java",
          "web/Refusals.java",
          "web/ReportRoutes.java",
          "web/SentForm.java",
          "web/ShareRoutes.java",
          "web/SignInRoutes.java",
          "web/StudyRoutes.java",
          "web/Target.java",
          "wire/Problem.java");

  private static final Pattern REFUSES =
      Pattern.compile(
          "(?:new (?:IllegalArgumentException|DraftRefused|UserRefused|NotDecidedException|Refusal)"
              + "|UserChanges\\.refused|[^.\\w]refused"
              + "|Problem\\.(?:badRequest|notFound|forbidden|wrongState|unavailable))\\(");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** Of what an archive says, whose sentences are there as a whole; and of no form. */
  private static final Set<String> ELSEWHERE =
      Set.of("%s: expected", "%s: %s", "In the files %s.", "%s is disabled.");

  @Test
  void a_refusal_is_told_in_german_with_its_values() {
    assertThat(
            MessageTexts.refusal(
                "priority is \"1,5\", expected a whole number from 0 to 100.\nsomething else",
                "de"))
        .containsExactly(
            new Line(
                "Priorität ist „1,5“, erwartet wird eine ganze Zahl von 0 bis 100. Vielleicht ist eine Zahl ohne Punkt und Komma gemeint.",
                "de"),
            new Line("something else", "en"));
    assertThat(
            MessageTexts.refusal(
                "The draft is published, so it cannot be changed. Maybe create another draft.",
                "de"))
        .extracting(Line::text)
        .containsExactly(
            "Der Entwurf ist veröffentlicht und kann nicht geändert werden. Vielleicht legen Sie einen neuen Entwurf an.");
    assertThat(MessageTexts.refusal("That takes the role approver.", "en"))
        .containsExactly(new Line("That takes the role approver.", "en"));
  }

  @Test
  void values_are_shown_as_they_were_typed() {
    assertThat(
            MessageTexts.refusal(
                "There is a content \"open $1 \\ %s\" already. Maybe change that one.", "de"))
        .extracting(Line::text)
        .containsExactly(
            "Einen Inhalt „open $1 \\ %s“ gibt es schon. Vielleicht ändern Sie diesen.");
  }

  @Test
  void every_refusal_that_a_form_can_get_is_there_in_german() {
    var missing = new LinkedHashSet<String>();
    int found = 0;
    for (var message : messages()) {
      found++;
      var told = message.replace("%s", "x").replace("%d", "7").replace("%%", "%").strip();
      boolean german =
          MessageTexts.REFUSALS.lines(told, "de").stream()
              .allMatch(one -> one.language().equals("de"));
      if (!german && !ELSEWHERE.contains(message.strip())) {
        missing.add(message);
      }
    }
    assertThat(found).isGreaterThan(70);
    assertThat(missing).isEmpty();
  }

  @Test
  void a_german_refusal_names_no_value_that_is_not_there_and_gives_advice() {
    for (Entry entry : MessageTexts.REFUSALS.entries()) {
      int values = entry.english().split("%[sd]", -1).length - 1;
      Pattern.compile("%(\\d)\\$[st]")
          .matcher(entry.other())
          .results()
          .forEach(
              used ->
                  assertThat(Integer.parseInt(used.group(1)))
                      .as(entry.english())
                      .isBetween(1, values));
      if (entry.english().contains(", expected ") && entry.english().endsWith(".")) {
        assertThat(entry.other()).contains("Vielleicht");
      }
    }
  }

  private static List<String> messages() {
    var messages = new ArrayList<String>();
    for (var place : OF_FORMS) {
      try (Stream<Path> files = Files.walk(SOURCES.resolve(place))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .sorted()
            .forEach(file -> messages.addAll(messages(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return messages;
  }

  private static List<String> messages(Path file) {
    try {
      var source = Files.readString(file);
      var found = new ArrayList<String>();
      var call = REFUSES.matcher(source);
      while (call.find()) {
        var message = message(arguments(source, call.end()));
        if (message.contains(" ")) {
          found.add(message);
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Up to the parenthesis that closes the call. */
  private static String arguments(String source, int from) {
    int open = 1;
    boolean quoted = false;
    for (int i = from; i < source.length(); i++) {
      char at = source.charAt(i);
      if (at == '\\') {
        i++;
      } else if (at == '"') {
        quoted = !quoted;
      } else if (!quoted) {
        open += at == '(' ? 1 : at == ')' ? -1 : 0;
        if (open == 0) {
          return source.substring(from, i);
        }
      }
    }
    return "";
  }

  /** The first text among the arguments, with %s for what is put between its parts. */
  private static String message(String arguments) {
    var literal = LITERAL.matcher(arguments);
    var message = new StringBuilder();
    int end = -1;
    while (literal.find()) {
      if (end < 0) {
        message.append(arguments.substring(0, literal.start()).strip().endsWith("+") ? "%s" : "");
      } else {
        var between = arguments.substring(end, literal.start()).strip();
        if (!between.startsWith("+") || !between.endsWith("+")) {
          break;
        }
        message.append(between.length() == 1 ? "" : "%s");
      }
      message.append(literal.group(1));
      end = literal.end();
    }
    return message.toString().replace("\\\"", "\"").replace("\\\\", "\\");
  }
}
