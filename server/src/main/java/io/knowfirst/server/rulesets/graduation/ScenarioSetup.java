package io.knowfirst.server.rulesets.graduation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a scenario says so that simple conditions hold: one comparison by {@code ==} on a fact of
 * the moment each, or new and returning visitors.
 *
 * @param events of a visitor for whom they hold, as YAML; empty for none
 * @param context likewise
 */
record ScenarioSetup(String events, String context) {
  private static final Pattern EQUAL =
      Pattern.compile("([A-Z][A-Za-z]+)\\(\\s*(\\w+)\\s*==\\s*(\"[^\"]*\")\\s*\\)");

  /** Where a decision request has the facts of the moment. */
  private static final Map<String, String> KEYS =
      Map.of(
          "Device.type", "device",
          "Weather.condition", "weather",
          "Place.country", "geo",
          "Place.city", "geo",
          "Page.type", "page");

  private static final String RETURNING = "Visitor(daysSinceFirstVisit >= 1)";
  private static final String NEW = "Visitor(daysSinceFirstVisit < 1)";

  /** Events of a visit so many days ago. */
  private static String visit(String ago) {
    return "\n  events: [{page: home, ago: " + ago + "}]";
  }

  /**
   * @param conditions a pattern on each line
   * @return one for which they hold and one for which they just do not; empty where that takes a
   *     person
   */
  static Optional<List<ScenarioSetup>> of(String conditions) {
    Map<String, List<String>> context = new LinkedHashMap<>();
    var events = "";
    var others = "";
    for (var line : conditions.lines().map(String::strip).filter(one -> !one.isEmpty()).toList()) {
      var equal = EQUAL.matcher(line);
      if (line.equals(RETURNING)) {
        events = visit("1d");
        others = visit("1h");
      } else if (line.equals(NEW)) {
        events = visit("1h");
        others = visit("1d");
      } else if (equal.matches() && KEYS.containsKey(equal.group(1) + "." + equal.group(2))) {
        context
            .computeIfAbsent(
                KEYS.get(equal.group(1) + "." + equal.group(2)), key -> new ArrayList<>())
            .add(equal.group(2) + ": " + equal.group(3));
      } else {
        return Optional.empty();
      }
    }
    var said = new ArrayList<String>();
    context.forEach((key, values) -> said.add(key + ": {" + String.join(", ", values) + "}"));
    var here = said.isEmpty() ? "" : "\n  context: {" + String.join(", ", said) + "}";
    return Optional.of(
        List.of(
            new ScenarioSetup(events, here),
            events.isEmpty() ? new ScenarioSetup("", "") : new ScenarioSetup(others, here)));
  }

  /** As the lines of a scenario. */
  String yaml() {
    return events + context;
  }
}
