package io.knowfirst.server.profile;

import io.knowfirst.experiments.assignment.Sticky;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.profile.Profile.Attribute;
import io.knowfirst.server.profile.Profile.Grant;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who a visitor is, what they allowed and what they were drawn for.
 *
 * @param visitor the known visitor where an anonymous one is tied
 * @param known whether they told us who they are
 * @param firstSeen milliseconds since the epoch; 0 for never
 * @param stated with what was taken away: attributes without values
 * @param epoch how often the visitor was reset
 */
record Person(
    String visitor,
    boolean known,
    long firstSeen,
    Map<String, Attribute> stated,
    Map<String, Grant> consents,
    Map<String, Sticky> assignments,
    int epoch) {
  Person {
    stated = Map.copyOf(stated);
    consents = Map.copyOf(consents);
    assignments = Map.copyOf(assignments);
  }

  /** Of whom nothing is known. */
  static Person unknown(String visitor, int epoch) {
    return new Person(visitor, false, 0, Map.of(), Map.of(), Map.of(), epoch);
  }

  /** As it would be if more were known, but for the names that are known. */
  Person supposing(boolean login, Map<String, Attribute> more, Set<String> names) {
    var all = new HashMap<>(stated);
    var told = new HashMap<>(more);
    told.keySet().removeAll(names);
    all.putAll(told);
    return new Person(visitor, known || login, firstSeen, all, consents, assignments, epoch);
  }

  Person withoutStated() {
    return new Person(visitor, known, firstSeen, Map.of(), consents, assignments, epoch);
  }

  /** Whether they may be profiled, where the shop does so under a purpose. */
  boolean isProfiled(String purpose, Instant now) {
    var own = consents.get(RuleFolder.PROFILING);
    var grant = consents.get(purpose);
    return grant != null && grant.holds(now) && (own == null || own.granted());
  }

  /** The purposes that are granted at a moment. */
  Set<String> granted(Instant now) {
    return consents.entrySet().stream()
        .filter(consent -> consent.getValue().holds(now))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
