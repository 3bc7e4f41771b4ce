package io.knowfirst.server.http;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.facts.Bought;
import io.knowfirst.rules.facts.Browsing;
import io.knowfirst.rules.facts.Categories;
import io.knowfirst.rules.facts.Did;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.InCart;
import io.knowfirst.rules.facts.Viewed;
import io.knowfirst.rules.folder.MetricFile;
import io.knowfirst.server.ruleset.Rulesets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The words that the live rules, their metrics and the catalogue understand. */
final class ShopVocabulary {
  private static final List<Class<? extends Fact>> BY_CATEGORY =
      List.of(Browsing.class, Viewed.class, Bought.class, InCart.class);

  /** No event and no category is called so. */
  private static final String NO_NAME = "\0";

  private final Supplier<Rulesets> rulesets;
  private final Predicate<String> catalogue;
  private volatile @Nullable Words words;

  /**
   * @param catalogue whether a product is in this category or within it
   */
  ShopVocabulary(Supplier<Rulesets> rulesets, Predicate<String> catalogue) {
    this.rulesets = rulesets;
    this.catalogue = catalogue;
  }

  /** ISO 4217. */
  String currency() {
    return words().base.folder().currency();
  }

  /** Whether a rule, a metric or an experiment names this event itself. */
  boolean reads(String event) {
    var now = words();
    return now.events.contains(event) || asks(now.base, Did.class, event);
  }

  /** Whether a metric adds this property of this event up. */
  boolean sums(String event, String property) {
    return words().sums.getOrDefault(event, Set.of()).contains(property);
  }

  /** Events that metrics and experiments name. */
  Set<String> events() {
    return words().events;
  }

  /** Whether the catalogue or a rule has this category or one around it. */
  boolean knowsCategory(String path) {
    if (catalogue.test(path)) {
      return true;
    }
    var base = words().base;
    return Categories.lineage(path).stream()
        .anyMatch(node -> BY_CATEGORY.stream().anyMatch(type -> asks(base, type, node)));
  }

  private static boolean asks(RuleBase base, Class<? extends Fact> type, String key) {
    return base.keys().asked(type, key) && !base.keys().asked(type, NO_NAME);
  }

  private Words words() {
    var base = rulesets.get().get().base();
    var known = words;
    if (known == null || known.base != base) {
      known = Words.of(base);
      words = known;
    }
    return known;
  }

  /**
   * @param sums properties that metrics add up, by event
   */
  private record Words(RuleBase base, Set<String> events, Map<String, Set<String>> sums) {
    static Words of(RuleBase base) {
      var events = new HashSet<String>();
      var sums = new HashMap<String, Set<String>>();
      for (var metric : base.folder().metrics().values()) {
        amounts(metric)
            .forEach(
                amount -> {
                  events.add(amount.event());
                  if (amount.property() != null) {
                    sums.computeIfAbsent(amount.event(), e -> new HashSet<>())
                        .add(amount.property());
                  }
                });
      }
      for (var experiment : base.folder().experiments().values()) {
        var bandit = experiment.bandit();
        if (bandit != null) {
          events.add(bandit.goal());
        }
      }
      return new Words(base, events, sums);
    }

    private static Stream<MetricFile.Amount> amounts(MetricFile metric) {
      var per = metric.per();
      return per == null ? Stream.of(metric.value()) : Stream.of(metric.value(), per);
    }
  }
}
