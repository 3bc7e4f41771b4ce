package io.knowfirst.rules.check;

import io.knowfirst.rules.check.Glyph.Kind;
import io.knowfirst.rules.folder.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** Reads a rule glyph by glyph, as a person would, and tells where its author slipped. */
final class RuleSlips {
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "salience",
          "enabled",
          "no",
          "auto",
          "lock",
          "activation",
          "ruleflow",
          "agenda",
          "date",
          "dialect",
          "calendars",
          "timer",
          "duration",
          "extends",
          "attributes");
  private static final Set<String> METADATA = Set.of("kind", "campaign", "owner");

  private final Reading reading;
  private final IntUnaryOperator lines;
  private final boolean last;
  private final boolean audience;
  private String name = "";

  /**
   * @param lines the author's line of an offset
   * @param last whether no rule follows
   * @param audience whether only its conditions are their author's
   */
  RuleSlips(Reading reading, IntUnaryOperator lines, boolean last, boolean audience) {
    this.reading = reading;
    this.lines = lines;
    this.last = last;
    this.audience = audience;
  }

  /** Those found, in the order of the text. */
  List<Slip> find() {
    head();
    return reading.slips();
  }

  private void head() {
    reading.small("rule");
    reading.advance();
    name();
    while (!reading.now().isEnd()) {
      var glyph = reading.now();
      if (glyph.is("when") || glyph.isMiswritten("when")) {
        reading.small("when");
        reading.advance();
        conditions();
        return;
      }
      if (glyph.is("then") || glyph.isMiswritten("then")) {
        reading.small("then");
        reading.advance();
        conclusion();
        return;
      }
      if (ATTRIBUTES.contains(glyph.text())) {
        reading.skipLine();
      } else if (glyph.kind() == Kind.NOTE) {
        metadata(glyph);
      } else if (!beforeWhen(glyph)) {
        conditions();
        return;
      }
    }
    reading.found(
        Slip.of(reading.now(), "%s has no \"when\", no \"then\" and no \"end\".", capital(rule())));
  }

  /** Tells of something between name and {@code when}; whether the {@code when} may still come. */
  private boolean beforeWhen(Glyph glyph) {
    if (METADATA.contains(glyph.text()) && reading.next().is("(")) {
      reading.found(
          Slip.of(
              glyph, "The \"@\" before \"%1$s\" is missing, expected @%1$s(\"…\").", glyph.text()));
    } else if (glyph.isWord() || glyph.is("(")) {
      reading.found(Slip.of(glyph, "The \"when\" of %s is missing before this.", rule()));
      return false;
    } else {
      reading.found(
          Slip.of(
              glyph, "Found %s after the name of %s, expected \"when\".", glyph.shown(), rule()));
    }
    reading.skipLine();
    return true;
  }

  private void name() {
    if (reading.now().is("rule")) {
      reading.found(
          Slip.of(
              reading.now(), "\"rule\" stands twice, expected the name of the rule in quotes."));
      reading.advance();
    }
    var glyph = reading.now();
    if (glyph.kind() == Kind.TEXT) {
      name = glyph.text();
      reading.advance();
    } else if (glyph.kind() == Kind.OPEN) {
      name = glyph.text().strip() + "\"";
      reading.found(Slip.of(glyph, "The name of the rule is not closed, expected %s.", name));
      reading.advance();
    } else if (!glyph.is("when")) {
      name = "\"" + withoutQuotes(glyph) + "\"";
      if (glyph.isWord() || glyph.kind() == Kind.NUMBER) {
        reading.found(
            Slip.of(glyph, "The name of the rule is not in quotes, expected rule %s.", name));
      }
    }
  }

  /** What stands on the line, up to metadata. */
  private String withoutQuotes(Glyph from) {
    var words = new ArrayList<String>();
    while (!reading.now().isEnd()
        && reading.now().kind() != Kind.NOTE
        && (reading.now().offset() == from.offset() || !reading.now().first())) {
      words.add(reading.now().text());
      reading.advance();
    }
    return String.join(" ", words).replaceAll("[\"\u201c\u201d\u201e\u00ab\u00bb]", "").strip();
  }

  private void metadata(Glyph note) {
    reading.advance();
    var bracket = reading.now();
    if (!bracket.is("(")) {
      return;
    }
    while (!reading.now().is(")")) {
      reading.advance();
      var glyph = reading.now();
      if (glyph.first() || glyph.kind() == Kind.NOTE || glyph.isEnd()) {
        reading.found(
            Slip.of(bracket, "The \"(\" after %s is not closed, expected \")\".", note.text()));
        return;
      }
    }
    reading.advance();
  }

  private void conditions() {
    switch (new ConditionSlips(reading, lines, audience).find()) {
      case THEN -> conclusion();
      case NO_THEN -> {
        var glyph = reading.now();
        reading.found(
            glyph.isEnd()
                ? Slip.of(glyph, "%s has no \"then\" and no \"end\".", capital(rule()))
                : Slip.of(glyph, "The \"then\" of %s is missing before this.", rule()));
      }
      case LOST -> {}
    }
  }

  private void conclusion() {
    for (; !reading.now().isEnd(); reading.advance()) {
      var glyph = reading.now();
      if (glyph.is("end")) {
        reading.advance();
        rest();
        return;
      }
      if (glyph.isMiswritten("end") && glyph.first()) {
        reading.small("end");
        return;
      }
      if (reading.unreadable()) {
        return;
      }
    }
    reading.found(
        last
            ? Slip.of(reading.now(), "The \"end\" of %s is missing at the end of the file.", rule())
            : Slip.sure(reading.now(), "The \"end\" of %s is missing before this.", rule()));
  }

  private void rest() {
    if (reading.now().is(";")) {
      reading.advance();
    }
    if (reading.now().is("rule")) {
      head();
    } else if (!reading.now().isEnd() && !Slips.HEAD.contains(reading.now().text())) {
      reading.found(outside(reading.now()));
    }
  }

  /** What stands between two rules, or before the first. */
  static Slip outside(Glyph glyph, String... others) {
    var words = new ArrayList<>(List.of(others));
    words.add("rule");
    var expected = others.length == 0 ? "" : "\"" + String.join("\", \"", others) + "\" or ";
    return Slip.sure(
        glyph,
        "Found %s outside of a rule, expected %s\"rule\".%s",
        glyph.shown(),
        expected,
        Suggestion.nearest(glyph.text(), words)
            .map(word -> " Maybe \"" + word + "\" is meant.")
            .orElse(""));
  }

  private String rule() {
    return audience ? "the audience" : name.isEmpty() ? "the rule" : "rule " + name;
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
