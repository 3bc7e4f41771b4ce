package io.knowfirst.server.profile;

import io.knowfirst.server.profile.Profile.Attribute;
import java.util.HashMap;
import java.util.Map;

/** What was stated of a visitor last; an attribute without values takes away what it names. */
final class Stated {
  private Stated() {}

  /**
   * The traits that hold: not taken away since, by their own name ({@code address.city}) or by one
   * that they lie within ({@code address}).
   */
  static Map<String, Attribute> traits(Map<String, Attribute> stated) {
    if (stated.values().stream().noneMatch(attribute -> attribute.values().isEmpty())) {
      return Map.copyOf(stated);
    }
    var traits = new HashMap<>(stated);
    traits.entrySet().removeIf(trait -> isTakenAway(trait.getKey(), trait.getValue(), stated));
    return Map.copyOf(traits);
  }

  private static boolean isTakenAway(String name, Attribute trait, Map<String, Attribute> stated) {
    if (trait.values().isEmpty()) {
      return true;
    }
    for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
      var above = stated.get(name.substring(0, dot));
      if (above != null
          && above.values().isEmpty()
          && VisitState.precedes(trait.origin(), above.origin())) {
        return true;
      }
    }
    return false;
  }
}
