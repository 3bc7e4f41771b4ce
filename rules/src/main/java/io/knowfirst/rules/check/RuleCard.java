package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Trigger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rule is about, read from its text.
 *
 * @param position its place among all rules, files by name, rules as written
 * @param name the policy as a sentence
 * @param kind of the segments it derives; null for a campaign's rule
 * @param owner who answers for it; null where it says none
 * @param segments that it derives
 * @param campaigns that it makes offers for
 * @param reads the fact types of its conditions by simple name, each with the key literals it
 *     compares with; an empty set means facts of any key
 * @param trigger when it has its turn; null for one that has it at every decision
 */
public record RuleCard(
    int position,
    String name,
    String file,
    int line,
    @Nullable String kind,
    @Nullable String owner,
    List<String> segments,
    List<String> campaigns,
    Map<String, Set<String>> reads,
    @Nullable Trigger trigger) {
  static final String MEMBER = "Member";

  public RuleCard {
    segments = List.copyOf(segments);
    campaigns = List.copyOf(campaigns);
    reads = Map.copyOf(reads);
  }

  /** Of a rule that has its turn at every decision. */
  public RuleCard(
      int position,
      String name,
      String file,
      int line,
      @Nullable String kind,
      @Nullable String owner,
      List<String> segments,
      List<String> campaigns,
      Map<String, Set<String>> reads) {
    this(position, name, file, line, kind, owner, segments, campaigns, reads, null);
  }

  /** The same rule at a place among all rules. */
  RuleCard at(int place) {
    return new RuleCard(place, name, file, line, kind, owner, segments, campaigns, reads, trigger);
  }

  public boolean readsSegments() {
    return reads.containsKey(MEMBER);
  }

  /** Whether its conditions look at one of the segments. */
  public boolean readsAnyOf(Set<String> others) {
    var read = reads.get(MEMBER);
    return read != null && (read.isEmpty() || read.stream().anyMatch(others::contains));
  }
}
