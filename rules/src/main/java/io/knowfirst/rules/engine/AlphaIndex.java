package io.knowfirst.rules.engine;

import io.knowfirst.rules.language.Expression;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the constraints that a fact of one type may satisfy by the values of its properties. */
final class AlphaIndex {
  private static final Alpha[] NONE = {};

  private record Equal(Code read, Map<Object, Alpha[]> byValue) {}

  /** Ascending where the bound is a least, else descending. */
  private static final class Ordered {
    private final Code read;
    private final boolean least;
    private final double[] bounds;
    private final Alpha[] alphas;

    Ordered(Code read, boolean least, double[] bounds, Alpha[] alphas) {
      this.read = read;
      this.least = least;
      this.bounds = bounds;
      this.alphas = alphas;
    }

    void find(double value, Consumer<Alpha> found) {
      for (int i = 0; i < bounds.length; i++) {
        if (least ? bounds[i] > value : bounds[i] < value) {
          return;
        }
        found.accept(alphas[i]);
      }
    }
  }

  private final Equal[] equal;
  private final Ordered[] ordered;
  private final Alpha[] always;

  AlphaIndex(Class<?> type, Collection<Alpha> alphas) {
    var filters = new LinkedHashMap<Alpha, List<ConstraintFilter>>();
    alphas.forEach(alpha -> filters.put(alpha, told(alpha, type)));
    var users = users(filters.values());
    var byValue = new LinkedHashMap<Expression, Map<Object, List<Alpha>>>();
    var bounds = new LinkedHashMap<List<Object>, List<Map.Entry<Double, Alpha>>>();
    var others = new ArrayList<Alpha>();
    var checks = new HashMap<Expression, Check>();
    filters.forEach(
        (alpha, all) -> {
          var best = all.stream().min(Comparator.comparingInt(told -> crowd(told.filter, users)));
          var asked = new ArrayList<>(alpha.constraints());
          if (best.isEmpty()) {
            others.add(alpha);
          } else if (best.get().filter instanceof Prefilter.OneOf one) {
            var map = byValue.computeIfAbsent(one.path(), path -> new HashMap<>());
            one.values()
                .forEach(value -> map.computeIfAbsent(value, v -> new ArrayList<>()).add(alpha));
            if (best.get().whole) {
              asked.remove(best.get().by);
            }
          } else if (best.get().filter instanceof Prefilter.Bound bound) {
            bounds
                .computeIfAbsent(List.of(bound.path(), bound.least()), path -> new ArrayList<>())
                .add(Map.entry(bound.number(), alpha));
          }
          alpha.asks(
              asked.stream()
                  .map(one -> checks.computeIfAbsent(one, each -> check(each, type)))
                  .toList());
        });
    this.equal =
        byValue.entrySet().stream()
            .map(entry -> new Equal(read(type, entry.getKey()), frozen(entry.getValue())))
            .toArray(Equal[]::new);
    this.ordered =
        bounds.entrySet().stream()
            .map(entry -> ordered(type, entry.getKey(), entry.getValue()))
            .toArray(Ordered[]::new);
    this.always = others.toArray(NONE);
  }

  /**
   * A filter.
   *
   * @param by the constraint that tells it
   * @param whole whether it tells all that the constraint asks
   */
  private record ConstraintFilter(Prefilter filter, Expression by, boolean whole) {}

  private static List<ConstraintFilter> told(Alpha alpha, Class<?> type) {
    var all = new ArrayList<ConstraintFilter>();
    for (var one : alpha.constraints()) {
      for (var filter : Prefilter.of(one, type)) {
        boolean numbers =
            !(filter instanceof Prefilter.OneOf oneOf)
                || oneOf.values().stream().anyMatch(Double.class::isInstance);
        all.add(
            new ConstraintFilter(
                filter, one, !numbers && !(one instanceof Expression.Conjunction)));
      }
    }
    return all;
  }

  private static Map<List<Object>, Integer> users(Collection<List<ConstraintFilter>> filters) {
    var users = new HashMap<List<Object>, Integer>();
    for (var told : filters.stream().flatMap(List::stream).toList()) {
      if (told.filter instanceof Prefilter.OneOf one) {
        one.values().forEach(value -> users.merge(List.of(one.path(), value), 1, Integer::sum));
      } else if (told.filter instanceof Prefilter.Bound bound
          && users.merge(List.of(bound.path(), bound.number()), 1, Integer::sum) == 1) {
        users.merge(List.of(bound.path()), 1, Integer::sum);
      }
    }
    return users;
  }

  private static Check check(Expression constraint, Class<?> type) {
    return new Translator(new Scope(), 0, type).check(constraint);
  }

  /** How many constraints would be found beside one by its filter. */
  private static int crowd(Prefilter filter, Map<List<Object>, Integer> users) {
    return filter instanceof Prefilter.OneOf one
        ? one.values().stream()
            .mapToInt(value -> users.getOrDefault(List.of(one.path(), value), 0))
            .sum()
        : Integer.MAX_VALUE - users.getOrDefault(List.of(filter.path()), 0);
  }

  private static Map<Object, Alpha[]> frozen(Map<Object, List<Alpha>> lists) {
    var map = new HashMap<Object, Alpha[]>();
    lists.forEach((value, list) -> map.put(value, list.toArray(NONE)));
    return Map.copyOf(map);
  }

  private static Ordered ordered(
      Class<?> type, List<Object> key, List<Map.Entry<Double, Alpha>> entries) {
    boolean least = (Boolean) key.get(1);
    Comparator<Map.Entry<Double, Alpha>> order = Map.Entry.comparingByKey();
    entries.sort(least ? order : order.reversed());
    return new Ordered(
        read(type, (Expression) key.get(0)),
        least,
        entries.stream().mapToDouble(Map.Entry::getKey).toArray(),
        entries.stream().map(Map.Entry::getValue).toArray(Alpha[]::new));
  }

  private static Code read(Class<?> type, Expression path) {
    return new Translator(new Scope(), 0, type).value(path).code();
  }

  /**
   * Hands over all constraints that the fact may satisfy.
   *
   * @param fact as the only one of a frame
   */
  void find(@Nullable Object[] fact, Consumer<Alpha> found) {
    for (var filter : equal) {
      var value = Prefilter.normal(filter.read.of(fact));
      var alphas = value == null ? null : filter.byValue.get(value);
      if (alphas != null) {
        for (var alpha : alphas) {
          found.accept(alpha);
        }
      }
    }
    for (var filter : ordered) {
      if (filter.read.of(fact) instanceof Number number) {
        filter.find(number.doubleValue(), found);
      }
    }
    for (var alpha : always) {
      found.accept(alpha);
    }
  }
}
