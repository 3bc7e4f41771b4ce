package io.knowfirst.server.console;

import io.knowfirst.experiments.report.Texts;
import io.knowfirst.rules.folder.CampaignFlow;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.FlowStep;
import io.knowfirst.server.console.Workbench.Bench;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A campaign of steps, in words.
 *
 * @param enter the segment whose members enter
 * @param again when somebody may enter once more
 * @param exits what ends it in every step; empty for nothing
 * @param steps in the order of the file
 */
record FlowShown(String enter, String again, String exits, List<Step> steps) {
  FlowShown {
    steps = List.copyOf(steps);
  }

  /**
   * A step.
   *
   * @param content that it shows or sends; empty for none
   * @param goesOn where it goes on, unless at the next step
   * @param line in the file, from 1
   * @param findings of the check, from its line to that of the next step
   */
  record Step(
      int number, String words, String content, String goesOn, int line, List<Finding> findings) {
    Step {
      findings = List.copyOf(findings);
    }
  }

  static FlowShown of(CampaignFlow flow, List<Finding> findings, Texts texts) {
    var steps = new ArrayList<Step>();
    for (int i = 0; i < flow.steps().size(); i++) {
      var step = flow.steps().get(i);
      int end = i + 1 < flow.steps().size() ? flow.steps().get(i + 1).line() : step.line() + 1;
      steps.add(
          new Step(
              i + 1,
              words(step, flow, texts),
              step instanceof FlowStep.Telling telling ? telling.content() : "",
              goesOn(step, i, texts),
              step.line(),
              findings.stream()
                  .filter(one -> one.file().equals(flow.file()))
                  .filter(one -> one.line() >= step.line() && one.line() < end)
                  .toList()));
    }
    var again = flow.again();
    return new FlowShown(
        flow.enter().segment(),
        again == null ? texts.get("flow.once") : texts.format("flow.again", time(again, texts)),
        exits(flow, texts),
        steps);
  }

  private static String exits(CampaignFlow flow, Texts texts) {
    var exits = new ArrayList<String>();
    flow.exitEvents().forEach(event -> exits.add(texts.format("flow.exit.event", event)));
    flow.exitSegments().forEach(one -> exits.add(texts.format("flow.exit.segment", one.segment())));
    return String.join(", ", exits);
  }

  private static String words(FlowStep step, CampaignFlow flow, Texts texts) {
    if (step instanceof FlowStep.Show show) {
      return texts.format("flow.show", String.join(", ", show.at()), time(show.lasting(), texts));
    } else if (step instanceof FlowStep.Send send) {
      return texts.format("flow.send", String.join(", ", send.at()));
    } else if (step instanceof FlowStep.Wait wait) {
      return texts.format("flow.wait", time(wait.lasting(), texts));
    } else if (step instanceof FlowStep.Branch branch) {
      var of = branch.asked().of();
      boolean isStep = branch.asked().kind() != FlowStep.Asked.AskedKind.SEGMENT;
      int at = isStep ? flow.step(of).map(flow.steps()::indexOf).orElse(-1) : -1;
      return texts.format(
          "flow.if." + branch.asked().kind().word(),
          at < 0 ? of : of + " (" + number(at, texts) + ")",
          number(branch.next(), texts),
          number(branch.otherwise(), texts));
    }
    return texts.format("flow.leave", ((FlowStep.Leave) step).reason());
  }

  private static String goesOn(FlowStep step, int at, Texts texts) {
    boolean says = step.isLasting() && step.next() != at + 1;
    return says ? texts.format("flow.then", number(step.next(), texts)) : "";
  }

  private static String number(int place, Texts texts) {
    return place == FlowStep.END ? texts.get("flow.end") : texts.format("flow.step", place + 1);
  }

  /** A time in the units that it has. */
  private static String time(Duration time, Texts texts) {
    var parts = new ArrayList<String>();
    add(parts, "flow.days", time.toDays(), texts);
    add(parts, "flow.hours", time.toHoursPart(), texts);
    add(parts, "flow.minutes", time.toMinutesPart(), texts);
    add(parts, "flow.seconds", time.toSecondsPart(), texts);
    return String.join(" ", parts);
  }

  private static void add(List<String> parts, String unit, long number, Texts texts) {
    if (number > 0) {
      parts.add(texts.format(unit, number));
    }
  }

  /** Where the file is shown at a line of it. */
  static String source(Bench bench, String file, int line) {
    return bench.address("code", "file", file, "line", "" + line);
  }
}
