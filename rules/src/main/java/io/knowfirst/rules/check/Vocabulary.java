package io.knowfirst.rules.check;

import static java.util.Map.entry;

import io.knowfirst.rules.facts.Bought;
import io.knowfirst.rules.facts.Browsing;
import io.knowfirst.rules.facts.Clicked;
import io.knowfirst.rules.facts.Consent;
import io.knowfirst.rules.facts.Converted;
import io.knowfirst.rules.facts.Did;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.InCampaign;
import io.knowfirst.rules.facts.InCart;
import io.knowfirst.rules.facts.Interest;
import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.facts.Nearby;
import io.knowfirst.rules.facts.Occasion;
import io.knowfirst.rules.facts.PreferredChannel;
import io.knowfirst.rules.facts.Responded;
import io.knowfirst.rules.facts.Searched;
import io.knowfirst.rules.facts.Shown;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.facts.Trending;
import io.knowfirst.rules.facts.Viewed;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.rules.language.Accessors;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.NotInLanguage;
import io.knowfirst.rules.language.Paths;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fact types that conditions may name, their keys and their properties. */
public final class Vocabulary {
  /** The one import of every file of rules. */
  public static final String PACKAGE = "io.knowfirst.rules.facts";

  private static final Map<Class<? extends Fact>, String> KEYS =
      Map.ofEntries(
          entry(Bought.class, "category"),
          entry(Viewed.class, "category"),
          entry(InCart.class, "category"),
          entry(Browsing.class, "category"),
          entry(Trait.class, "name"),
          entry(Did.class, "event"),
          entry(Searched.class, "term"),
          entry(Member.class, "segment"),
          entry(Consent.class, "purpose"),
          entry(Interest.class, "kind"),
          entry(Trending.class, "kind"),
          entry(Occasion.class, "name"),
          entry(Nearby.class, "place"),
          entry(Shown.class, "campaign"),
          entry(Clicked.class, "campaign"),
          entry(InCampaign.class, "campaign"),
          entry(Converted.class, "campaign"),
          entry(Responded.class, "campaign"),
          entry(PreferredChannel.class, "channel"));

  private static final Map<String, Class<? extends Fact>> TYPES =
      typesOf(Fact.class)
          .collect(
              Collectors.toMap(
                  Class::getSimpleName,
                  type -> type.<Fact>asSubclass(Fact.class),
                  (a, b) -> a,
                  TreeMap::new));
  private static final Set<String> CALLABLE =
      Stream.concat(
              Accessors.ofTexts().stream(),
              TYPES.values().stream()
                  .flatMap(type -> accessors(type).stream().map(Method::getName)))
          .collect(Collectors.toUnmodifiableSet());

  private Vocabulary() {}

  /** The types that a sealed one permits, down to those that are final. */
  private static Stream<Class<?>> typesOf(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Vocabulary::typesOf)
        : Stream.of(type);
  }

  /** Whether some fact, or a text, has something of the name that rules may call. */
  public static boolean isCallable(String name) {
    return CALLABLE.contains(name);
  }

  /** By simple name. */
  public static Map<String, Class<? extends Fact>> types() {
    return TYPES;
  }

  /**
   * The type of a name.
   *
   * @throws NotInLanguage when there are no such facts (KF115)
   */
  static Class<? extends Fact> named(String name, int at) {
    var type = TYPES.get(name);
    if (type == null) {
      throw new NotInLanguage(
          "KF115",
          at,
          "There are no facts of type \"%s\". %s",
          name,
          Suggestion.of(name, TYPES.keySet()));
    }
    return type;
  }

  /** The property that facts of the type are found by; null for a type without one. */
  public static @Nullable String key(Class<?> type) {
    return KEYS.get(type);
  }

  /** The key of a fact; empty for a type without one. */
  public static String keyOf(Fact fact) {
    var key = key(fact.getClass());
    var value = key == null ? null : Paths.value(fact, new Expression.Name(key, 0));
    return value == null ? "" : value.toString();
  }

  static List<Method> accessors(Class<?> type) {
    return Accessors.of(type);
  }

  /** What a property such as {@code visitor.visits(30)} is; empty for one that facts have not. */
  static Optional<Class<?>> result(Class<?> type, String property) {
    return accessor(type, property).map(Method::getReturnType);
  }

  /** The last accessor of a property such as {@code visitor.visits(30)}. */
  static Optional<Method> accessor(Class<?> type, String property) {
    Class<?> owner = type;
    Optional<Method> last = Optional.empty();
    for (var step : property.split("\\.", -1)) {
      var name = step.replaceAll("\\(.*", "").strip();
      last = accessors(owner).stream().filter(method -> method.getName().equals(name)).findFirst();
      if (last.isEmpty()) {
        return last;
      }
      owner = last.get().getReturnType();
    }
    return last;
  }

  static boolean mayBeNull(Method accessor) {
    return !accessor.getReturnType().isPrimitive()
        && accessor.getAnnotatedReturnType().isAnnotationPresent(Nullable.class);
  }

  /** Whether values of a type are numbers, known or not. */
  static boolean isNumber(Class<?> type) {
    return (type.isPrimitive() && type != boolean.class) || Number.class.isAssignableFrom(type);
  }

  /** Whether values of a type are whole numbers, known or not. */
  static boolean isWhole(Class<?> type) {
    return type == int.class || type == long.class || type == Integer.class || type == Long.class;
  }

  static Collection<String> properties(Class<?> type) {
    return accessors(type).stream()
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
