package io.knowfirst.rules.facts;

import io.knowfirst.rules.facts.InterestWeights.Act;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Weighs what a visitor did and stated into interests. A score is the sum over acts of weight ×
 * 2^(−age / half-life). The sums are taken once for each history, as of its newest touch (forward
 * decay: Cormode, Shkapenyuk, Srivastava, Xu, ICDE 2009); a decision multiplies them by one factor
 * for each sort of act. Nothing of them is stored, so they depend on the set of events alone, and
 * changed weights count at once.
 */
public final class Interests {
  private static final long SAME_LOOK = 30 * 60_000L;

  /** The value under which everything of a kind is counted. */
  private static final String ALL = "";

  private final InterestWeights weights;
  private final long moment;
  private final Map<String, Map<String, InterestSum>> kinds = new HashMap<>();

  private Interests(InterestWeights weights, long moment) {
    this.weights = weights;
    this.moment = moment;
  }

  /**
   * An interest that the visitor stated, or that a system of the shop knows of.
   *
   * @param kind one of {@link InterestWeights#KINDS}
   * @param value however it is written
   */
  public record Stated(String kind, String value, Origin origin) {}

  /** Facts of the kinds that are asked about, the strongest first. */
  public static List<Fact> facts(
      History history,
      List<Stated> stated,
      InterestWeights weights,
      Visitor visitor,
      ShopClock clock,
      Keys keys) {
    var facts = new ArrayList<Fact>();
    for (var kind : InterestWeights.KINDS) {
      var values = keys.interests(kind);
      if (values == null || !values.isEmpty()) {
        history.interests(weights).facts(kind, stated, visitor, clock, values, facts);
      }
    }
    return facts;
  }

  /** Whether it was taken with these weights. */
  boolean isBy(InterestWeights others) {
    return weights.equals(others);
  }

  /** Takes touches oldest first. */
  static Interests of(List<Touch> touches, InterestWeights weights) {
    long newest = touches.isEmpty() ? 0 : touches.get(touches.size() - 1).at();
    var interests = new Interests(weights, newest);
    var views = new HashSet<String>();
    for (var touch : touches) {
      if (touch.kind() == Touch.Kind.VIEWED) {
        views.add(look(touch, 0));
      }
    }
    var ratings = Rating.counting(touches);
    for (var touch : touches) {
      var act = act(touch);
      var item = touch.item();
      boolean counts = act != Act.RATING || ratings.contains(touch);
      if (act != null && item != null && counts && !isToldTwice(touch, views)) {
        keys(item, weights)
            .forEach(
                (kind, values) -> values.forEach(value -> interests.add(kind, value, act, touch)));
      }
    }
    return interests;
  }

  /** What a touch is for interests; null for nothing. */
  static @Nullable Act act(Touch touch) {
    return switch (touch.kind()) {
      case VIEWED -> Act.VIEW;
      case CART_ADDED -> Act.CART;
      case BOUGHT -> Act.PURCHASE;
      case RATED -> Act.RATING;
      case ABOUT ->
          switch (touch.name()) {
            case Touch.SEARCH -> Act.SEARCH;
            case Touch.EMAIL -> Act.EMAIL;
            default -> Act.VIEW;
          };
      default -> null;
    };
  }

  /** Whether a page was about a product of which a view was told at about the same time. */
  private static boolean isToldTwice(Touch touch, Set<String> views) {
    return touch.kind() == Touch.Kind.ABOUT
        && touch.name().equals(Touch.PAGE)
        && (views.contains(look(touch, -1))
            || views.contains(look(touch, 0))
            || views.contains(look(touch, 1)));
  }

  private static String look(Touch touch, int later) {
    return Math.floorDiv(touch.at(), SAME_LOOK) + later + " " + Touches.item(touch).product();
  }

  /** The values that an item speaks for, by kind; everything of the kind among them. */
  private static Map<String, List<String>> keys(Item item, InterestWeights weights) {
    var keys = new HashMap<String, List<String>>();
    put(keys, InterestWeights.CATEGORY, item.category());
    put(keys, InterestWeights.BRAND, item.brand());
    put(keys, InterestWeights.COLOUR, item.colour());
    put(keys, InterestWeights.SIZE, item.size());
    put(keys, InterestWeights.PRICE, item.price() > 0 ? weights.band(item.price()) : null);
    return keys;
  }

  private static void put(Map<String, List<String>> keys, String kind, @Nullable String value) {
    var nodes = value == null ? List.<String>of() : nodes(kind, value);
    if (!nodes.isEmpty()) {
      keys.put(kind, nodes);
    }
  }

  /** What a value of a kind stands for: itself in lower case, all above it, and everything. */
  private static List<String> nodes(String kind, String value) {
    boolean path = kind.equals(InterestWeights.CATEGORY);
    var name = path ? Categories.path(value) : value.strip().toLowerCase(Locale.ROOT);
    var nodes = new ArrayList<>(path ? Categories.lineage(name) : List.of(name));
    nodes.add(ALL);
    return name.isEmpty() ? List.of() : nodes;
  }

  private void add(String kind, String value, Act act, Touch touch) {
    if (value.equals(ALL) && act == Act.RATING && Rating.weight(touch) < 0) {
      return; // A share is one of all that speaks for something.
    }
    kinds
        .computeIfAbsent(kind, k -> new HashMap<>())
        .computeIfAbsent(value, v -> new InterestSum(weights, depth(kind, v)))
        .add(act, touch, moment);
  }

  private void facts(
      String kind,
      List<Stated> stated,
      Visitor visitor,
      ShopClock clock,
      @Nullable Set<String> asked,
      List<Fact> facts) {
    var done = kinds.getOrDefault(kind, Map.of());
    var said = said(kind, stated, clock);
    long depths = depths(kind, done, said, asked);
    if (depths == 0) {
      return;
    }
    var left = left(clock.now());
    var strongest = new Strongest(weights.top());
    double all = score(done.get(ALL), said.get(ALL), left);
    done.forEach(
        (value, evidence) -> {
          if (!value.equals(ALL) && (depths >> evidence.depth() & 1) == 1) {
            var more = said.isEmpty() ? null : said.get(value);
            double score = score(evidence, more, left);
            strongest.add(value, evidence.depth(), score, evidence);
          }
        });
    said.forEach(
        (value, more) -> {
          if (!value.equals(ALL)
              && !done.containsKey(value)
              && (depths >> depth(kind, value) & 1) == 1) {
            var nothing = new InterestSum(weights, depth(kind, value));
            strongest.add(value, nothing.depth(), more.points(), nothing);
          }
        });
    strongest.each(
        best -> {
          for (int i = 0; i < best.size(); i++) {
            var one = best.get(i);
            if (asked != null && !asked.contains(one.value())) {
              continue;
            }
            var more = said.get(one.value());
            facts.add(
                new Interest(
                    kind,
                    one.value(),
                    one.score(),
                    one.score() / all,
                    i + 1,
                    one.evidence(),
                    more == null ? null : more.origin(),
                    visitor,
                    clock));
          }
        });
  }

  /** A bit for each depth at which some value is asked for; others need no ranks. */
  private static long depths(
      String kind,
      Map<String, InterestSum> done,
      Map<String, Said> said,
      @Nullable Set<String> asked) {
    if (asked == null) {
      return done.isEmpty() && said.isEmpty() ? 0 : -1;
    }
    long depths = 0;
    for (var value : asked) {
      var evidence = done.get(value);
      if (evidence != null || said.containsKey(value)) {
        depths |= 1L << (evidence == null ? depth(kind, value) : evidence.depth());
      }
    }
    return depths;
  }

  private static double score(@Nullable InterestSum evidence, @Nullable Said said, double[] left) {
    return (evidence == null ? 0 : evidence.score(left)) + (said == null ? 0 : said.points());
  }

  /** Points of what was stated, and where the last of them came from. */
  private record Said(double points, Origin origin) {}

  private Map<String, Said> said(String kind, List<Stated> stated, ShopClock clock) {
    var said = new HashMap<String, Said>();
    for (var one : stated) {
      if (one.kind().equals(kind)) {
        long age = clock.now() - one.origin().at().toEpochMilli();
        double points = weights.weight(Act.STATED) * weights.left(Act.STATED, age);
        for (var node : nodes(kind, one.value())) {
          var before = said.get(node);
          double sum = points + (before == null ? 0 : before.points());
          said.put(node, new Said(sum, one.origin()));
        }
      }
    }
    return said;
  }

  @SuppressWarnings("EnumOrdinal")
  private double[] left(long now) {
    var left = new double[Act.values().length];
    for (var act : Act.values()) {
      left[act.ordinal()] = weights.left(act, now - moment);
    }
    return left;
  }

  private static int depth(String kind, String value) {
    return kind.equals(InterestWeights.CATEGORY)
        ? (int) value.chars().filter(c -> c == '.').count()
        : 0;
  }
}
