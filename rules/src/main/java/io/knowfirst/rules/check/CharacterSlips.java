package io.knowfirst.rules.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Characters that look like others: they come with text that was copied from elsewhere. */
final class CharacterSlips {
  private static final String DOUBLE = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033";
  private static final String SINGLE = "\u2018\u2019\u201a\u201b\u2039\u203a\u2032";
  private static final String BLANK = "\u00a0\u2007\u202f\u2009\u200b\u2060\ufeff\u3000";
  private static final String DASH = "\u2010\u2011\u2012\u2013\u2014\u2212";

  private CharacterSlips() {}

  /** At most one for each line. */
  static List<Slip> of(List<Glyph> glyphs) {
    var slips = new ArrayList<Slip>();
    boolean told = false;
    for (var glyph : glyphs) {
      told = told && !glyph.first();
      var slip = told ? Optional.<Slip>empty() : of(glyph);
      slip.ifPresent(slips::add);
      told = told || slip.isPresent();
    }
    return slips;
  }

  private static Optional<Slip> of(Glyph glyph) {
    if (glyph.kind() != Glyph.Kind.SYMBOL) {
      return Optional.empty();
    }
    var text = glyph.text();
    if (DOUBLE.contains(text)) {
      return typographic(glyph, "quote", "a straight \"");
    }
    if (SINGLE.contains(text)) {
      return typographic(glyph, "quote", "a straight '");
    }
    if (DASH.contains(text)) {
      return typographic(glyph, "dash", "a plain -");
    }
    if (BLANK.contains(text)) {
      return Optional.of(
          Slip.sure(
              glyph,
              "Found a special blank (U+%04X), expected a plain one. Maybe the line was copied from a web page or a document.",
              (int) text.charAt(0)));
    }
    return Optional.empty();
  }

  private static Optional<Slip> typographic(Glyph glyph, String what, String expected) {
    return Optional.of(
        Slip.sure(
            glyph,
            "Found a typographic %s %s, expected %s. Maybe the line was copied from a document.",
            what,
            glyph.text(),
            expected));
  }
}
