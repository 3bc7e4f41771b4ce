package io.knowfirst.rules.folder;

import io.knowfirst.rules.facts.Placement;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What steps refer to, which is looked at once everything is read.
 *
 * @param later takes what is to be looked at
 * @param unreadable what may stand where nothing could be read
 * @param outbound the channels on which visitors are contacted
 */
record FlowReferences(
    List<Runnable> later,
    Set<String> unreadable,
    Map<String, Placement> placements,
    Map<String, Content> contents,
    Set<String> outbound) {

  void content(YamlTable table, String key, String id) {
    later.add(
        () -> {
          if (!unreadable.contains("content")) {
            table.refer(key, List.of(id), "content", contents.keySet());
          }
        });
  }

  /**
   * @param sends whether the step contacts visitors there
   */
  void placements(YamlTable table, List<String> ids, boolean sends) {
    later.add(
        () -> {
          if (!unreadable.contains("placement")) {
            table.refer("at", ids, "placement", placements.keySet());
            FlowChecks.channels(table, ids, sends, placements, outbound);
          }
        });
  }
}
