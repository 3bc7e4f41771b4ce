package io.knowfirst.rules.check;

import io.knowfirst.rules.check.Glyph.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where in a rule one reads, and the mistakes found so far. */
final class Reading {
  private final List<Glyph> glyphs;
  private final List<Slip> slips = new ArrayList<>();
  private int at;

  /**
   * @param glyphs of the rule and of what follows it, up to the next rule, an END last
   */
  Reading(List<Glyph> glyphs) {
    this.glyphs = glyphs;
  }

  List<Slip> slips() {
    return slips;
  }

  Glyph now() {
    return glyphs.get(at);
  }

  @Nullable Glyph before() {
    return at == 0 ? null : glyphs.get(at - 1);
  }

  Glyph next() {
    return glyphs.get(Math.min(at + 1, glyphs.size() - 1));
  }

  /** Goes on by one; stays at the end. */
  void advance() {
    at = Math.min(at + 1, glyphs.size() - 1);
  }

  void skipLine() {
    do {
      advance();
    } while (!now().first() && !now().isEnd());
  }

  void found(Slip slip) {
    slips.add(slip);
  }

  /** Tells of a word with capital letters where there should be none. */
  void small(String word) {
    if (now().isMiswritten(word)) {
      found(Slip.sure(now(), "Found %s, expected small letters: \"%s\".", now().shown(), word));
    }
  }

  /** Whether nothing can be made of what follows, which it tells. */
  boolean unreadable() {
    var glyph = now();
    if (glyph.kind() == Kind.OPEN) {
      found(
          Slip.of(
              glyph,
              "The text that begins here is not closed on its line, expected %s. Maybe a quote is missing, or this one is too many.",
              glyph.text().charAt(0)));
    } else if (glyph.is("#")) {
      found(Slip.of(glyph, "Found \"#\", expected \"//\" before a comment."));
    } else if (glyph.is("/") && next().is("*")) {
      found(Slip.of(glyph, "The comment that begins here is not closed, expected */."));
    } else {
      return false;
    }
    return true;
  }
}
