package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.ScenarioMentions;
import io.knowfirst.rules.folder.ScenarioMentions.Mention;
import io.knowfirst.rules.folder.Whereabouts;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import io.knowfirst.rules.language.Deadline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything that advice is given on.
 *
 * @param rules in the order of the files
 * @param audiences of the experiments
 * @param where campaigns, contents and experiments are written
 * @param scenarios rules that scenarios speak of
 * @param derived the rules that derive a segment, by segment
 * @param offering the rules that make offers for a campaign, by campaign
 * @param mentioned segments, campaigns and rules named by files that cannot be read whole
 */
record Survey(
    List<RuleLogic> rules,
    List<RuleLogic> audiences,
    RuleFolder folder,
    Outside outside,
    Whereabouts where,
    List<Mention> scenarios,
    Map<String, List<RuleLogic>> derived,
    Map<String, List<RuleLogic>> offering,
    Set<String> mentioned) {

  private static final Pattern READS =
      Pattern.compile("(?:segment\\s*==|new\\s+Offer\\s*\\(|rule)\\s*\"([^\"]*)\"");

  static Survey of(
      RuleFolder folder, SortedMap<String, String> texts, Outside outside, Deadline deadline) {
    var files = ParsedFile.all(folder.drl(), deadline);
    var rules = new ArrayList<RuleLogic>();
    var broken = files.stream().filter(file -> !file.errors().isEmpty()).toList();
    for (var file : files) {
      file.rules().forEach(rule -> rules.add(rule.logic()));
    }
    var derived = new HashMap<String, List<RuleLogic>>();
    var offering = new LinkedHashMap<String, List<RuleLogic>>();
    for (var rule : rules) {
      var ids = new LinkedHashSet<String>();
      rule.rule().conclusions().forEach(one -> ids.add(one.id()));
      var map = rule.rule().derivesSegments() ? derived : offering;
      ids.forEach(id -> map.computeIfAbsent(id, i -> new ArrayList<>()).add(rule));
    }
    rules.removeIf(rule -> broken.stream().anyMatch(file -> file.source() == rule.rule().source()));
    var mentioned = new HashSet<String>();
    for (var file : broken) {
      var matcher = READS.matcher(file.source().text());
      while (matcher.find()) {
        mentioned.add(matcher.group(1));
      }
      if (file.source().name().endsWith(".csv")) {
        for (var cell : texts.getOrDefault(file.source().name(), "").split("[,;\\r\\n]", -1)) {
          mentioned.add(cell.strip());
        }
      }
    }
    return new Survey(
        rules,
        ParsedFile.audiences(folder.experiments().values(), deadline).stream()
            .flatMap(file -> file.rules().stream())
            .map(ParsedRule::logic)
            .toList(),
        folder,
        outside,
        Whereabouts.of(texts),
        ScenarioMentions.of(texts),
        derived,
        offering,
        mentioned);
  }

  /**
   * Whether two schedules, each from null for always until null for never, have a time in common.
   */
  static boolean overlap(
      @Nullable Instant from,
      @Nullable Instant until,
      @Nullable Instant otherFrom,
      @Nullable Instant otherUntil) {
    return (from == null || otherUntil == null || from.isBefore(otherUntil))
        && (otherFrom == null || until == null || otherFrom.isBefore(until));
  }

  /** The rules of which all conditions could be read. */
  List<RuleLogic> whole() {
    return rules.stream().filter(rule -> rule.rule().read().problems().isEmpty()).toList();
  }

  /** The same, and the audiences. */
  List<RuleLogic> all() {
    var all = new ArrayList<>(whole());
    all.addAll(audiences);
    return all;
  }

  /** A warning at a key of a part of the folder; at the whole part where it has no such key. */
  @SuppressWarnings("AnnotateFormatMethod")
  Finding warning(
      FolderPart part, String id, String key, String code, String message, Object... values) {
    var place = where.of(part, id, key);
    var words = values.length == 0 ? message : message.formatted(values);
    return Finding.warning(place.file(), place.line(), place.column(), code, words);
  }

  /** The rules that derive the segment which a pattern asks for. */
  List<RuleLogic> derivedBy(AskedFact pattern) {
    var segment = pattern.key();
    return pattern.type() == Member.class && segment != null
        ? derived.getOrDefault(segment, List.of())
        : List.of();
  }

  /** The segments whose every rule is one of those given, or reads such a segment. */
  Set<String> segmentsOnlyBy(Set<RuleLogic> some) {
    var segments = new HashSet<String>();
    boolean grew = true;
    while (grew) {
      grew = false;
      for (var entry : derived.entrySet()) {
        grew |=
            !segments.contains(entry.getKey())
                && entry.getValue().stream()
                    .allMatch(rule -> some.contains(rule) || reads(rule, segments))
                && segments.add(entry.getKey());
      }
    }
    return segments;
  }

  static boolean reads(RuleLogic rule, Set<String> segments) {
    Deadline.look();
    return rule.found().stream()
        .anyMatch(
            pattern ->
                pattern.type() == Member.class
                    && pattern.key() != null
                    && segments.contains(pattern.key()));
  }
}
