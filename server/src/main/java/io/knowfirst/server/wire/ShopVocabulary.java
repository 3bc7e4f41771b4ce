package io.knowfirst.server.wire;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.facts.Bought;
import io.knowfirst.rules.facts.Browsing;
import io.knowfirst.rules.facts.Categories;
import io.knowfirst.rules.facts.Did;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.InCart;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.facts.Viewed;
import io.knowfirst.rules.folder.MetricFile;
import io.knowfirst.server.decide.assignment.Experiments;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The words that the live rules, metrics, experiments and the catalogue understand. */
public final class ShopVocabulary {
  private static final List<Class<? extends Fact>> BY_CATEGORY =
      List.of(Browsing.class, Viewed.class, Bought.class, InCart.class);

  /** No event and no category is called so. */
  private static final String NO_NAME = "\0";

  private final Supplier<RuleBase> rules;
  private final Supplier<Experiments> experiments;
  private final Predicate<String> catalogue;
  private volatile @Nullable Words words;

  /**
   * @param experiments also those that no file of the rules has
   * @param catalogue whether a product is in this category or within it
   */
  public ShopVocabulary(
      Supplier<RuleBase> rules, Supplier<Experiments> experiments, Predicate<String> catalogue) {
    this.rules = rules;
    this.experiments = experiments;
    this.catalogue = catalogue;
  }

  /** ISO 4217. */
  String currency() {
    return words().base.folder().currency();
  }

  /** Whether a rule, a metric or an experiment names this event itself. */
  boolean reads(String event) {
    var now = words();
    return now.events.contains(event) || now.asks(Did.class, event);
  }

  /** Whether a metric adds this property of this event up. */
  boolean sums(String event, String property) {
    return words().sums.getOrDefault(event, Set.of()).contains(property);
  }

  /**
   * The properties of this event that metrics add up.
   *
   * @param server whether a server sends it; some metrics count no other
   */
  Set<String> summed(String event, boolean server) {
    var now = words();
    return (server ? now.sums : now.sumsOfAll).getOrDefault(event, Set.of());
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
    var now = words();
    return Categories.lineage(path).stream()
        .anyMatch(node -> BY_CATEGORY.stream().anyMatch(type -> now.asks(type, node)));
  }

  private Words words() {
    var base = rules.get();
    var tested = experiments.get();
    var known = words;
    if (known == null || known.base != base || known.tested != tested) {
      known = Words.of(base, tested);
      words = known;
    }
    return known;
  }

  /**
   * @param sums properties that metrics add up, by event
   * @param sumsOfAll the same of metrics that count whoever sent the event
   */
  private record Words(
      RuleBase base,
      Experiments tested,
      Set<String> events,
      Map<String, Set<String>> sums,
      Map<String, Set<String>> sumsOfAll) {
    static Words of(RuleBase base, Experiments tested) {
      var events = new HashSet<>(tested.goals());
      var sums = new HashMap<String, Set<String>>();
      var sumsOfAll = new HashMap<String, Set<String>>();
      for (var metric : base.folder().metrics().values()) {
        metric
            .amounts()
            .forEach(
                amount -> {
                  events.add(amount.event());
                  if (amount.property() != null) {
                    add(amount, sums);
                    if (metric.source() == MetricFile.MetricSource.ANY) {
                      add(amount, sumsOfAll);
                    }
                  }
                });
      }
      for (var experiment : base.folder().experiments().values()) {
        var bandit = experiment.bandit();
        if (bandit != null) {
          events.add(bandit.goal());
        }
      }
      return new Words(base, tested, events, sums, sumsOfAll);
    }

    private static void add(MetricFile.MetricAmount amount, Map<String, Set<String>> sums) {
      sums.computeIfAbsent(amount.event(), e -> new HashSet<>())
          .add(String.valueOf(amount.property()));
    }

    /** Whether a rule or an audience asks for facts with this key, not for any. */
    boolean asks(Class<? extends Fact> type, String key) {
      return asks(base.keys(), type, key) || asks(tested.keys(), type, key);
    }

    private static boolean asks(Keys keys, Class<? extends Fact> type, String key) {
      return keys.asked(type, key) && !keys.asked(type, NO_NAME);
    }
  }
}
