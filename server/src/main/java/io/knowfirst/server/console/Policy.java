package io.knowfirst.server.console;

import io.knowfirst.rules.check.Checked;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.folder.FolderReading;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.Sentences;
import io.knowfirst.rules.folder.Whereabouts;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the files of a version or a draft say, as far as they can be read.
 *
 * @param rules in the order of the files
 * @param segments the rules that derive each, by id
 * @param audiences the rules that offer each campaign, by id
 * @param readers the campaigns whose rules or steps ask for a segment, by segment
 */
record Policy(
    SortedMap<String, String> files,
    RuleFolder folder,
    List<RuleCard> rules,
    SortedMap<String, List<RuleCard>> segments,
    Map<String, List<RuleCard>> audiences,
    Map<String, Set<String>> readers,
    Sentences sentences,
    Whereabouts where) {

  /** Takes as long as reading the rules takes: not on an event loop. */
  static Policy of(SortedMap<String, String> files) {
    var folder = FolderReading.of(files).folder();
    var rules = Checked.cards(folder);
    var segments = new TreeMap<String, List<RuleCard>>();
    var audiences = new HashMap<String, List<RuleCard>>();
    var readers = new HashMap<String, Set<String>>();
    for (var rule : rules) {
      rule.segments().forEach(id -> add(segments, id, rule));
      rule.campaigns().forEach(id -> add(audiences, id, rule));
      for (var segment : rule.reads().getOrDefault("Member", Set.of())) {
        readers.computeIfAbsent(segment, id -> new TreeSet<>()).addAll(rule.campaigns());
      }
    }
    for (var campaign : folder.campaigns().values()) {
      var flow = campaign.flow();
      for (var segment : flow == null ? Set.<String>of() : flow.segments()) {
        readers.computeIfAbsent(segment, id -> new TreeSet<>()).add(campaign.id());
      }
    }
    return new Policy(
        files,
        folder,
        rules,
        Collections.unmodifiableSortedMap(segments),
        audiences,
        readers,
        Sentences.of(files),
        Whereabouts.of(files));
  }

  private static void add(Map<String, List<RuleCard>> all, String id, RuleCard rule) {
    all.computeIfAbsent(id, key -> new ArrayList<>()).add(rule);
  }

  /** The rules that offer a campaign. */
  List<RuleCard> audience(String campaign) {
    return audiences.getOrDefault(campaign, List.of());
  }

  /** The file in which a campaign or a content is written; empty where there is none. */
  String file(FolderPart part, String id) {
    return where.of(part, id, "").file();
  }
}
