package io.knowfirst.server.console;

import io.knowfirst.rules.folder.YamlEdit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A visitor who was described, with what they see at a placement, as a scenario. */
record PreviewScenario(PreviewRun run) {
  /**
   * Its file; takes a while.
   *
   * @throws IllegalArgumentException where it has no name of its own, or no visitor can be so
   */
  SortedMap<String, String> files() {
    var request = run.request();
    var name = request.field("name");
    var file = "scenarios/" + Addresses.slug(name) + ".yaml";
    if (name.isEmpty() || run.files().containsKey(file)) {
      throw new IllegalArgumentException(
          "The name is \"%s\", expected one that no scenario has. Maybe add a word."
              .formatted(name));
    }
    var zone = run.rules().base().folder().zone();
    var traced = run.described();
    var placement = request.field("placement");
    var entry = new LinkedHashMap<>(Persona.of(request).entry(name, run.clock(), zone));
    var expect = new LinkedHashMap<String, String>();
    traced.decided().decision().placements().stream()
        .filter(placed -> placed.placement().equals(placement))
        .findFirst()
        .ifPresent(
            placed -> {
              entry.put("placement", YamlEdit.text(placement));
              expect.put("outcome", placed.outcome().word());
              if (placed.campaign() != null) {
                expect.put("campaign", YamlEdit.text(placed.campaign()));
              }
              var content = placed.content();
              if (content != null) {
                expect.put("content", YamlEdit.text(content.id()));
              }
            });
    expect.put(
        "segments",
        YamlEdit.list(
            traced.trace().evaluation().segments().stream()
                .map(one -> one.segment())
                .distinct()
                .toList()));
    entry.put("expect", YamlEdit.table(expect));
    return new TreeMap<>(Map.of(file, YamlEdit.add("", entry)));
  }
}
