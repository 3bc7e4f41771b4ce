package io.knowfirst.rules.folder;

import io.knowfirst.rules.folder.CampaignFlow.SegmentPlace;
import io.knowfirst.rules.folder.FlowStep.Asked;
import io.knowfirst.rules.folder.FlowStep.Branch;
import io.knowfirst.rules.folder.FlowStep.Leave;
import io.knowfirst.rules.folder.FlowStep.Send;
import io.knowfirst.rules.folder.FlowStep.Show;
import io.knowfirst.rules.folder.FlowStep.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the steps of a campaign, from the last to the first, so that each knows what comes after
 * it. KF288: a step that nobody reaches. KF292: no steps, too many, or one without end.
 */
final class FlowReader {
  private static final List<String> ACTIONS = List.of("show", "send", "wait", "if", "leave");
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofDays(365);
  private static final Duration MOST_BETWEEN = Duration.ofDays(3_650);
  private static final int MOST_STEPS = 50;

  private final FlowReferences references;
  private final List<FlowStep> backwards = new ArrayList<>();
  private final List<YamlTable> tables = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  FlowReader(FlowReferences references) {
    this.references = references;
  }

  CampaignFlow read(YamlTable campaign) {
    var enter = segment(campaign, "enter", campaign.text("enter", "?"));
    var again = lasting(campaign, "again", LEAST, MOST_BETWEEN);
    var events = new ArrayList<String>();
    var segments = new ArrayList<SegmentPlace>();
    exits(campaign, events, segments);
    var written = campaign.tables("steps");
    if (written.isEmpty() && campaign.has("steps")) {
      campaign.error(
          "steps", "KF292", "The campaign has no steps. Maybe begin with \"- show: …\".");
    }
    steps(written, FlowStep.END);
    var steps = forwards();
    if (segments.stream().anyMatch(one -> one.segment().equals(enter.segment()))) {
      campaign.error(
          "exit",
          "KF288",
          "Nobody takes a step: the segment \"%s\" enters and leaves at once. Maybe another segment ends it."
              .formatted(enter.segment()));
    }
    FlowChecks.asked(steps, tables);
    FlowChecks.last(steps, tables);
    if (steps.size() > MOST_STEPS) {
      campaign.error(
          "steps",
          "KF292",
          "The campaign has %d steps, expected %d at most. Maybe it is two campaigns."
              .formatted(steps.size(), MOST_STEPS));
    }
    return new CampaignFlow(campaign.file().name(), enter, again, events, segments, steps);
  }

  private static void exits(YamlTable campaign, List<String> events, List<SegmentPlace> segments) {
    if (!(campaign.all().get("exit") instanceof Map)) {
      events.addAll(campaign.oneOrMore("exit"));
      return;
    }
    campaign
        .table("exit")
        .ifPresent(
            exit -> {
              events.addAll(exit.oneOrMore("event"));
              exit.oneOrMore("segment").forEach(one -> segments.add(segment(exit, "segment", one)));
              exit.refuseOthers();
            });
  }

  private static SegmentPlace segment(YamlTable table, String key, String segment) {
    var place = table.place(key);
    return new SegmentPlace(segment, place.line(), place.column());
  }

  /** The places count from the end until all are read. */
  private List<FlowStep> forwards() {
    int last = backwards.size() - 1;
    var steps = new ArrayList<FlowStep>(backwards.size());
    for (int i = last; i >= 0; i--) {
      var step = backwards.get(i);
      int next = step.next() == FlowStep.END ? FlowStep.END : last - step.next();
      if (step instanceof Show one) {
        step = new Show(one.id(), one.line(), one.content(), one.at(), one.lasting(), next);
      } else if (step instanceof Send one) {
        step = new Send(one.id(), one.line(), one.content(), one.at(), next);
      } else if (step instanceof Wait one) {
        step = new Wait(one.id(), one.line(), one.lasting(), next);
      } else if (step instanceof Branch one) {
        int otherwise = one.otherwise() == FlowStep.END ? FlowStep.END : last - one.otherwise();
        step = new Branch(one.id(), one.line(), one.asked(), next, otherwise);
      }
      steps.add(step);
    }
    Collections.reverse(tables);
    return steps;
  }

  private int steps(List<YamlTable> written, int after) {
    int next = after;
    for (int i = written.size() - 1; i >= 0; i--) {
      var table = written.get(i);
      if (i < written.size() - 1 && table.has("leave")) {
        written
            .get(i + 1)
            .error(
                null,
                "KF288",
                "Nobody reaches this step: everybody left in the step before. Maybe \"leave\" belongs into an \"if\".");
      }
      next = step(table, next);
    }
    return next;
  }

  private int step(YamlTable table, int next) {
    var actions = ACTIONS.stream().filter(table::has).toList();
    if (actions.size() != 1) {
      table.error(
          null,
          "KF004",
          "The step says %s, expected one of %s."
              .formatted(
                  actions.isEmpty() ? "nothing to do" : String.join(" and ", actions),
                  String.join(", ", ACTIONS)));
      return next;
    }
    int line = table.line();
    var step =
        switch (actions.get(0)) {
          case "show" -> {
            var content = table.text("show", "?");
            var at = at(table, content, "show", false);
            var lasting = lasting(table, "for", LEAST, MOST);
            if (lasting == null && !table.has("for")) {
              table.error(
                  null,
                  "KF292",
                  "The step shows \"%s\" without end, expected \"for\". Maybe \"for: 7d\"."
                      .formatted(content));
            }
            yield new Show(
                id(table, content), line, content, at, lasting == null ? MOST : lasting, next);
          }
          case "send" -> {
            var content = table.text("send", "?");
            var at = at(table, content, "send", true);
            yield new Send(id(table, content), line, content, at, next);
          }
          case "wait" -> {
            var lasting = lasting(table, "wait", LEAST, MOST);
            yield new Wait(id(table, before(next)), line, lasting == null ? LEAST : lasting, next);
          }
          case "leave" -> new Leave(id(table, "leave " + line), line, table.text("leave", "?"));
          default -> branch(table, next, line);
        };
    table.refuseOthers();
    backwards.add(step);
    tables.add(table);
    return backwards.size() - 1;
  }

  private Branch branch(YamlTable table, int next, int line) {
    var asked = table.table("if").map(FlowReader::asked).orElse(null);
    int otherwise = table.has("else") ? steps(table.tables("else"), next) : next;
    int then = steps(table.tables("then"), next);
    return new Branch(
        id(table, "if " + line),
        line,
        asked == null ? new Asked(Asked.AskedKind.SEGMENT, "?") : asked,
        then,
        otherwise);
  }

  private static @Nullable Asked asked(YamlTable table) {
    var kinds =
        Arrays.stream(Asked.AskedKind.values()).filter(one -> table.has(one.word())).toList();
    if (kinds.size() != 1 || table.names().size() != 1) {
      table.error(
          null,
          "KF004",
          "The condition asks for %s, expected one of shown, clicked, responded, segment."
              .formatted(table.names().isEmpty() ? "nothing" : String.join(", ", table.names())));
      return null;
    }
    return new Asked(kinds.get(0), table.text(kinds.get(0).word(), "?"));
  }

  private List<String> at(YamlTable table, String content, String key, boolean outbound) {
    var at = table.oneOrMore("at");
    if (!table.has("at")) {
      table.error(null, "KF003", "The key \"at\" is missing. Maybe \"at: [home-hero]\".");
    }
    references.content(table, key, content);
    references.placements(table, at, outbound);
    return at;
  }

  private static @Nullable Duration lasting(
      YamlTable table, String key, Duration least, Duration most) {
    var text = table.optional(key);
    if (text == null) {
      return null;
    }
    var lasting = MaxAge.of(text).orElse(null);
    if (lasting == null || lasting.compareTo(least) < 0 || lasting.compareTo(most) > 0) {
      table.error(
          key,
          "KF004",
          "%s is \"%s\", expected from %s to %s, such as 30m, 12h or 3d."
              .formatted(key, Ids.shown(text), MaxAge.text(least), MaxAge.text(most)));
      return null;
    }
    return lasting;
  }

  /** A wait is known by what it waits for, so that other steps may change around it. */
  private String before(int next) {
    int place = next;
    while (place != FlowStep.END) {
      var step = backwards.get(place);
      if (step instanceof FlowStep.Telling) {
        return unique("before " + step.id());
      }
      place = step.next();
    }
    return unique("before the end");
  }

  private String unique(String id) {
    var unique = id;
    for (int i = 2; ids.contains(unique); i++) {
      unique = id + " " + i;
    }
    return unique;
  }

  private String id(YamlTable table, String otherwise) {
    var id = table.id("step", otherwise);
    if (!ids.add(id)) {
      table.error(
          table.has("step") ? "step" : null,
          "KF005",
          "There is another step \"%s\" in this campaign. Maybe name one of them: \"step: %s-again\"."
              .formatted(id, id));
    }
    return id;
  }
}
