package io.knowfirst.server.console;

import io.knowfirst.rules.check.SentenceLine;
import io.knowfirst.rules.check.SentencePart.RuleAttribute;
import io.knowfirst.rules.check.SentencePart.SentenceRule;
import io.knowfirst.rules.folder.Ids;
import io.knowfirst.rules.folder.Sentences.Section;
import io.knowfirst.rules.folder.Sentences.Sentence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule in a form, a row for each line. It lives in the form until it is saved, so rows are added
 * and moved without scripts.
 *
 * @param owner who answers for it
 * @param kind of its segments; empty for a campaign's rule
 */
record RuleForm(String name, String kind, String owner, List<Row> when, List<Row> then) {
  private static final int MOST_ROWS = 200;

  RuleForm {
    when = List.copyOf(when);
    then = List.copyOf(then);
  }

  /** Of a new rule, which begins with the segment that is asked for. */
  static RuleForm fresh(ConsoleRequest request, Phrases phrases) {
    var segment = request.field("segment");
    var then = new ArrayList<Row>();
    if (Ids.isSound(segment)) {
      var line = phrases.say(Section.THEN, "insert(new Member(\"{0}\"));", segment);
      then.add(
          new Row(
              phrases.find(line.sentence()),
              line.values(),
              line.written() == null ? "" : line.written().strip(),
              -1,
              "",
              false));
    }
    var first = phrases.offered(Section.WHEN).stream().findFirst();
    return new RuleForm(
        "",
        request.field("kind"),
        request.actor().person(),
        first.map(Row::of).stream().toList(),
        then);
  }

  /**
   * A line.
   *
   * @param sentence null for code
   * @param code of a line that is no sentence
   * @param from the line's number in the file's rule, whose layout it keeps; negative for a new one
   * @param problem what is wrong with it; empty for nothing
   * @param isHint whether the rule may go live nevertheless
   */
  record Row(
      @Nullable Sentence sentence,
      Map<String, String> values,
      String code,
      int from,
      String problem,
      boolean isHint) {
    List<Phrases.Piece> pieces() {
      return sentence == null ? List.of() : Phrases.pieces(sentence);
    }

    /** Nothing to see: a blank line, which is kept. */
    boolean isBlank() {
      return sentence == null && from >= 0 && code.isBlank();
    }

    String value(String gap) {
      return values.getOrDefault(gap, "");
    }

    /** With something that is wrong; an error goes before what is only advice. */
    Row with(String why, boolean hint) {
      return hint && !problem.isEmpty() && !isHint
          ? this
          : new Row(sentence, values, code, from, why, hint);
    }

    static Row of(Sentence sentence) {
      return new Row(sentence, Map.of(), "", -1, "", false);
    }
  }

  /** As it stands in the file. */
  static RuleForm of(SentenceRule rule, Phrases phrases) {
    return new RuleForm(
        rule.name(),
        attribute(rule, "kind"),
        attribute(rule, "owner"),
        rows(rule.when(), phrases),
        rows(rule.then(), phrases));
  }

  private static List<Row> rows(List<SentenceLine> lines, Phrases phrases) {
    var rows = new ArrayList<Row>();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      var written = line.written();
      rows.add(
          new Row(
              phrases.find(line.sentence()),
              line.values(),
              written == null ? "" : written,
              i,
              "",
              false));
    }
    return rows;
  }

  private static String attribute(SentenceRule rule, String name) {
    return rule.attributes().stream()
        .filter(one -> name.equals(one.name()))
        .map(RuleAttribute::value)
        .findFirst()
        .orElse("");
  }

  /** As it was sent. */
  static RuleForm of(ConsoleRequest request, Phrases phrases) {
    return new RuleForm(
        request.field("name"),
        request.field("kind"),
        request.field("owner"),
        sent(request, "w", phrases),
        sent(request, "t", phrases));
  }

  private static List<Row> sent(ConsoleRequest request, String section, Phrases phrases) {
    var rows = new ArrayList<Row>();
    for (int i = 0; i < MOST_ROWS; i++) {
      var row = section + i;
      if (request.all(row + ".from").isEmpty()) {
        break;
      }
      var sentence = phrases.find(request.field(row + ".sentence"));
      var values = new LinkedHashMap<String, String>();
      if (sentence != null) {
        Phrases.pieces(sentence).stream()
            .map(Phrases.Piece::input)
            .forEach(
                input -> {
                  if (input != null) {
                    values.put(input.name(), request.field(row + "." + input.name()));
                  }
                });
      }
      var from = request.field(row + ".from");
      var code = request.all(row + ".code");
      rows.add(
          new Row(
              sentence,
              values,
              code.isEmpty() ? "" : code.get(0),
              from.matches("[0-9]{1,4}") ? Integer.parseInt(from) : -1,
              "",
              false));
    }
    return rows;
  }

  /**
   * The form after a button was pressed: {@code add-w}, {@code remove-w3}, {@code up-t1}, {@code
   * down-w0}.
   */
  RuleForm after(String button, ConsoleRequest request, Phrases phrases) {
    var parts = button.split("-", 2);
    if (parts.length < 2 || parts[1].isEmpty()) {
      return this;
    }
    boolean isWhen = parts[1].charAt(0) == 'w';
    var rows = new ArrayList<>(isWhen ? when : then);
    if (parts[0].equals("add") && rows.size() < MOST_ROWS) {
      var id = request.field("new-" + parts[1]);
      var sentence = phrases.find(id);
      rows.add(
          sentence == null
              ? new Row(
                  null,
                  Map.of(),
                  id.equals("code") ? "> " : "",
                  id.equals("code") ? -1 : -2,
                  "",
                  false)
              : Row.of(sentence));
      rows.removeIf(row -> row.from() == -2);
    }
    var number = parts[1].substring(1);
    int at = number.matches("[0-9]{1,3}") ? Integer.parseInt(number) : -1;
    if (at >= 0 && at < rows.size()) {
      switch (parts[0]) {
        case "remove" -> rows.remove(at);
        case "up" -> rows.add(Math.max(0, at - 1), rows.remove(at));
        case "down" -> rows.add(Math.min(rows.size() - 1, at + 1), rows.remove(at));
        default -> {}
      }
    }
    return new RuleForm(name, kind, owner, isWhen ? rows : when, isWhen ? then : rows);
  }

  /** With what is wrong at a row. */
  RuleForm with(Section section, int row, String problem, boolean hint) {
    var rows = new ArrayList<>(section == Section.WHEN ? when : then);
    if (row >= 0 && row < rows.size()) {
      rows.set(row, rows.get(row).with(problem, hint));
    }
    return section == Section.WHEN
        ? new RuleForm(name, kind, owner, rows, then)
        : new RuleForm(name, kind, owner, when, rows);
  }

  /**
   * The rule that is meant.
   *
   * @param was as it stands in the file; null for a new one
   */
  SentenceRule rule(@Nullable SentenceRule was) {
    var attributes = new ArrayList<RuleAttribute>(was == null ? List.of() : was.attributes());
    put(attributes, "kind", kind);
    put(attributes, "owner", owner);
    return new SentenceRule(
        name,
        attributes,
        lines(when, was == null ? List.of() : was.when()),
        lines(then, was == null ? List.of() : was.then()),
        was == null ? null : was.head(),
        was == null ? null : was.divider(),
        was == null ? null : was.end());
  }

  private static void put(List<RuleAttribute> attributes, String name, String value) {
    for (int i = 0; i < attributes.size(); i++) {
      if (name.equals(attributes.get(i).name())) {
        if (!value.isEmpty()) {
          attributes.set(i, new RuleAttribute(name, value));
        }
        return;
      }
    }
    if (!value.isEmpty()) {
      attributes.add(new RuleAttribute(name, value));
    }
  }

  private static List<SentenceLine> lines(List<Row> rows, List<SentenceLine> was) {
    var lines = new ArrayList<SentenceLine>();
    for (var row : rows) {
      var before = row.from() >= 0 && row.from() < was.size() ? was.get(row.from()) : null;
      if (row.sentence() != null) {
        lines.add(
            new SentenceLine(
                row.sentence().id(), row.values(), before == null ? null : before.written()));
      } else if (before != null && before.sentence() == null) {
        lines.add(before);
      } else {
        var code = row.code().strip();
        lines.add(SentenceLine.code("    " + (code.startsWith(">") ? code : "> " + code)));
      }
    }
    return lines;
  }
}
