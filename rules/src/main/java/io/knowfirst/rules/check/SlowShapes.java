package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ways of writing that ask more than they seem to, or that belong elsewhere. KF170: no key asked.
 * KF173: a search within the key. KF174: every fact with every other. KF175: placements in a rule.
 * KF177: a product's id in a rule.
 */
final class SlowShapes implements Advice {
  private static final Set<String> SEARCHING =
      Set.of("contains", "matches", "str", "startsWith", "endsWith", "soundslike", "excludes");
  private static final String PRODUCT = "product";

  @Override
  public List<Finding> about(Survey survey) {
    var findings = new ArrayList<Finding>();
    for (var rule : survey.rules()) {
      new Look(rule, findings).look();
    }
    return findings;
  }

  /** One rule. */
  private record Look(RuleLogic rule, List<Finding> findings) {
    void look() {
      boolean product = product();
      if (!product) {
        rule.found().forEach(this::keys);
        rule.absent().forEach(this::keys);
      }
      rule.found().forEach(this::ids);
    }

    private void keys(PatternLogic pattern) {
      if (pattern.type().equals("Placement")) {
        add(
            pattern.at(),
            "KF175",
            "A rule asks for a placement. Maybe name it in the campaign's placements.");
      }
      var type = Vocabulary.types().get(pattern.type());
      var key = type == null ? null : Vocabulary.key(type);
      if (key == null) {
        return;
      }
      var search = searching(pattern, key);
      boolean asked =
          pattern.ways().stream().allMatch(way -> way.asked().containsKey(key))
              || isJoined(pattern);
      if (search != null) {
        add(
            search.at(),
            "KF173",
            "%s is searched in every %s. Maybe %s == \"…\": a category also stands for all below it, a term for each word."
                .formatted(key, pattern.type(), key));
      } else if (!asked) {
        add(
            pattern.at(),
            "KF170",
            "%s asks for no %s, so any will do. Maybe %s(%s == \"…\", …)."
                .formatted(pattern.type(), key, pattern.type(), key));
      }
    }

    private static PatternLogic.@Nullable Part searching(PatternLogic pattern, String key) {
      for (var part : pattern.parts()) {
        var tokens = Token.all(part.text());
        boolean ofKey = tokens.stream().anyMatch(token -> token.isWord() && token.is(key));
        if (ofKey && tokens.stream().anyMatch(t -> t.isWord() && SEARCHING.contains(t.text()))) {
          return part;
        }
      }
      return null;
    }

    /** Whether a variable of another pattern stands in it. */
    private boolean isJoined(PatternLogic pattern) {
      return pattern.parts().stream()
          .flatMap(part -> Token.all(part.text()).stream())
          .anyMatch(
              token ->
                  token.isWord()
                      && rule.rule().bound().contains(token.text())
                      && token.text().startsWith("$")
                      && !binds(pattern, token.text()));
    }

    private static boolean binds(PatternLogic pattern, String variable) {
      return variable.equals(pattern.descr().getIdentifier())
          || pattern.parts().stream()
              .anyMatch(part -> part.text().replace(" ", "").startsWith(variable + ":"));
    }

    /** Whether two kinds of facts that there may be many of are tried with each other. */
    private boolean product() {
      var many = rule.found().stream().filter(this::isMany).toList();
      if (many.size() < 2) {
        return false;
      }
      add(
          many.get(1).at(),
          "KF174",
          "Every %s is tried with every %s. Maybe ask each for its key, or join them by a variable."
              .formatted(many.get(1).type(), many.get(0).type()));
      return true;
    }

    private boolean isMany(PatternLogic pattern) {
      var type = Vocabulary.types().get(pattern.type());
      var key = type == null ? null : Vocabulary.key(type);
      boolean several = key != null || pattern.type().equals("ViewedProduct");
      var property = key == null ? PRODUCT : key;
      return several
          && pattern.ways().stream().noneMatch(way -> way.asked().containsKey(property))
          && !isJoined(pattern);
    }

    private void ids(PatternLogic pattern) {
      pattern.parts().stream()
          .flatMap(part -> part.comparisons().stream())
          .filter(one -> one.property().equals(PRODUCT))
          .filter(one -> one.values().stream().anyMatch(value -> value.text() != null))
          .findFirst()
          .ifPresent(
              one ->
                  add(
                      one.at(),
                      "KF177",
                      "A rule names a product. Maybe ask for its category or brand: products come and go."));
    }

    private void add(int at, String code, String message) {
      findings.add(rule.rule().source().warning(at, code, message));
    }
  }
}
