package io.knowfirst.server.console;

import io.knowfirst.rules.folder.Ids;
import io.knowfirst.rules.folder.YamlEdit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An experiment as a form describes it.
 *
 * @param hypothesis what is expected, and why; it stands above the definition
 * @param segment who takes part; empty for everybody
 * @param contents what is compared, the control first
 * @param effect the smallest lift worth having, in percent
 */
record ExperimentForm(
    String id,
    String hypothesis,
    String placement,
    String segment,
    List<String> contents,
    String metric,
    String effect,
    String owner) {
  private static final int ALL = 10_000;
  private static final int MOST = 20;

  ExperimentForm {
    contents = List.copyOf(contents);
  }

  static ExperimentForm of(ConsoleRequest request) {
    var control = request.field("control");
    var contents = new ArrayList<String>();
    if (!control.isEmpty()) {
      contents.add(control);
    }
    request.all("variation").stream()
        .filter(one -> !one.isEmpty() && !contents.contains(one))
        .limit(MOST)
        .forEach(contents::add);
    return new ExperimentForm(
        request.field("id"),
        request.field("hypothesis"),
        request.field("placement"),
        request.field("segment"),
        contents,
        request.field("metric"),
        request.field("effect"),
        request.actor().person());
  }

  private BigDecimal lift() {
    var plain = effect.replace(',', '.');
    if (!plain.matches("[0-9]{1,4}(\\.[0-9]{1,2})?") || new BigDecimal(plain).signum() == 0) {
      throw new IllegalArgumentException(
          "effect is \"%s\", expected a percentage above 0, such as 5. Maybe 5 was meant."
              .formatted(effect));
    }
    return new BigDecimal(plain).movePointLeft(2);
  }

  /** Where it is told how many visitors and days it takes. */
  String plan(String language) {
    var weights =
        String.join(",", java.util.Collections.nCopies(Math.max(2, contents.size()), "1"));
    return Addresses.of(
        "../reports/plan",
        "",
        "placement",
        placement,
        "metric",
        metric,
        "effect",
        effect.isEmpty() ? "" : lift().toPlainString(),
        "weights",
        weights,
        "lang",
        language);
  }

  /**
   * Its file. It does not run yet: somebody starts it when the checklist is done.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  SortedMap<String, String> files(Policy policy) {
    if (!Ids.isSound(id)) {
      throw new IllegalArgumentException(Ids.advice("id", id));
    }
    var file = "experiments/" + Addresses.slug(id) + ".yaml";
    if (policy.files().containsKey(file) || policy.folder().experiments().containsKey(id)) {
      throw new IllegalArgumentException(
          "There is an experiment \"%s\" already. Maybe another name.".formatted(id));
    }
    if (contents.size() < 2) {
      throw new IllegalArgumentException(
          "The variations are %s, expected a control and at least one other content. Maybe choose a second one."
              .formatted(contents));
    }
    if (segment.matches(".*[\"\\\\].*")) {
      throw new IllegalArgumentException(
          "segment has a quote or a backslash, expected none. Maybe leave it out.");
    }
    var text = new StringBuilder();
    hypothesis.lines().forEach(line -> text.append("# ").append(line.strip()).append('\n'));
    text.append("id: ").append(YamlEdit.text(id)).append('\n');
    text.append("placement: ").append(YamlEdit.text(placement)).append('\n');
    text.append("owner: ").append(YamlEdit.text(owner)).append('\n');
    text.append("running: false\n");
    if (!segment.isEmpty()) {
      text.append("audience: 'Member(segment == \"%s\")'\n".formatted(segment.replace("'", "''")));
    }
    if (!metric.isEmpty()) {
      text.append("metrics: ").append(YamlEdit.list(List.of(metric))).append('\n');
    }
    if (!effect.isEmpty()) {
      text.append("analysis: {minimumEffect: ").append(lift().toPlainString()).append("}\n");
    }
    text.append("variations:\n");
    variations().forEach(one -> text.append("  - ").append(YamlEdit.table(one)).append('\n'));
    return new TreeMap<>(Map.of(file, text.toString()));
  }

  /** Equal weights; what is left over is the control's. */
  private List<Map<String, String>> variations() {
    var all = new ArrayList<Map<String, String>>();
    int each = ALL / contents.size();
    for (var content : contents) {
      int weight = all.isEmpty() ? ALL - each * (contents.size() - 1) : each;
      var one = new LinkedHashMap<String, String>();
      one.put("id", YamlEdit.text(content));
      one.put("content", YamlEdit.text(content));
      one.put("weight", "" + weight);
      all.add(one);
    }
    return all;
  }
}
