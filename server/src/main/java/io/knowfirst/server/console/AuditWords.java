package io.knowfirst.server.console;

import io.knowfirst.experiments.report.Texts;
import io.knowfirst.server.console.MessageTexts.Line;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the audit and the history of an experiment keep in English, as a page's reader says it. */
record AuditWords(Texts texts) {
  private static final String ACTION = "audit.did.";
  private static final Pattern WORD = Pattern.compile("[a-z]+");
  private static final Pattern PLACE = Pattern.compile("((?:\\S+?:\\d+:\\d+: )?)(.*)");
  private static final String CHANGES = "; ";

  /** What was done; its code where there are no words for it. */
  String action(String what) {
    return texts.getOr(ACTION + what, what);
  }

  /** What it was done to. */
  String subject(String subject) {
    int space = subject.indexOf(' ');
    var kind = space < 0 ? subject : subject.substring(0, space);
    var which = subject.substring(kind.length());
    return texts.getOr("audit.of." + kind, kind)
        + switch (kind) {
          case "rules", "visitor" -> shortened(which);
          case "signing" -> "";
          default -> which;
        };
  }

  /** Of a hash what tells it from others, as pages show versions. */
  private static String shortened(String hash) {
    return hash.substring(0, Math.min(13, hash.length()));
  }

  /** The detail of an event; what people wrote stays as it is. */
  List<Line> detail(String what, String detail) {
    var area = what.substring(0, what.indexOf('.') + 1);
    return switch (area) {
      case "user." -> own(words(detail, "role."));
      case "key." -> own(what.equals("key.created") ? kindOfKey(detail) : detail);
      case "session.", "signing.", "audience." -> MessageTexts.EVENTS.lines(detail, language());
      case "rules." -> what.equals("rules.refused") ? refusal(detail) : message(detail);
      case "experiment." -> ofExperiment(what, detail);
      default -> own(detail);
    };
  }

  private List<Line> ofExperiment(String what, String detail) {
    return switch (what) {
      case "experiment.noted" -> own(detail);
      case "experiment.refused" -> refusal(detail);
      default ->
          Arrays.stream(detail.split(CHANGES, -1))
              .flatMap(change -> MessageTexts.EVENTS.lines(change, language()).stream())
              .toList();
    };
  }

  /** What a version's author wrote, or the server did for the first one. */
  private List<Line> message(String detail) {
    return MessageTexts.refusal(detail, language()).stream()
        .map(line -> new Line(line.text(), language()))
        .toList();
  }

  /** Findings at their place in a file, or a sentence. */
  private List<Line> refusal(String detail) {
    return detail
        .lines()
        .flatMap(
            line -> {
              var parts = PLACE.matcher(line);
              var place = parts.matches() ? parts.group(1) : "";
              return MessageTexts.refusal(line.substring(place.length()), language()).stream()
                  .map(told -> new Line(place + told.text(), told.language()));
            })
        .toList();
  }

  private List<Line> own(String text) {
    return text.lines().map(line -> new Line(line, language())).toList();
  }

  private String kindOfKey(String detail) {
    int space = detail.indexOf(' ');
    return space < 0
        ? detail
        : texts.getOr("kind." + detail.substring(0, space), detail.substring(0, space))
            + detail.substring(space);
  }

  private String words(String text, String prefix) {
    return WORD.matcher(text)
        .replaceAll(
            word -> Matcher.quoteReplacement(texts.getOr(prefix + word.group(), word.group())))
        .replace(" -> ", " → ");
  }

  private String language() {
    return texts.language();
  }

  /** Codes of actions that have words, to choose from. */
  List<String> actions() {
    return texts.keys(ACTION).stream().sorted().toList();
  }
}
