package io.knowfirst.rules.facts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Events of one name, for example {@code Tee Time Booked}; where a condition asks for properties,
 * those of them that have the same values of these properties. A condition that asks for the {@code
 * topic} finds one for each topic, and counts and days are of that topic.
 *
 * @param properties those asked for, as texts; without those that the events lack
 * @param times how many the profile still holds
 * @param daysAgo calendar days since the newest
 */
public record Did(
    String event,
    SortedMap<String, @Nullable String> properties,
    int times,
    int daysAgo,
    int timesThisVisit,
    Visitor visitor,
    List<Origin> origins)
    implements Fact {
  public Did {
    properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
  }

  /** A property as text; null where the events lack it. */
  public @Nullable String property(String name) {
    return properties.get(name);
  }

  /** A property as number; NaN when it is none. */
  public double number(String name) {
    var text = properties.get(name);
    return text == null ? Double.NaN : Trait.number(text);
  }

  @Override
  public Map<String, Object> values() {
    var values = new LinkedHashMap<String, Object>();
    values.put("event", event);
    properties.forEach(
        (name, value) -> {
          if (value != null) {
            values.put("property(\"%s\")".formatted(name), value);
          }
        });
    values.put("times", times);
    values.put("daysAgo", daysAgo);
    return values;
  }
}
