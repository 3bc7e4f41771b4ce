package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.rulesets.drafts.DraftDesk;
import io.knowfirst.server.rulesets.drafts.RuleDraft;
import io.knowfirst.server.rulesets.replay.Reach;
import io.knowfirst.server.rulesets.versions.RulesetRefused;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tells how many recorded decisions a segment of a draft, or one in sentences, would reach. */
final class DraftReachRoutes {
  private static final Duration LAST = Duration.ofDays(7);
  private static final int MOST = 20_000;
  private static final int MOST_LINES = 100;
  private static final int LONGEST_LINE = 1_000;

  /** The rule that the lines make, in a file that no draft has. */
  private static final String FILE = "segments/reach-of-these-lines.dslr";

  private static final String SEGMENT = "reach-of-these-lines";
  private static final String HEAD =
      "rule \"Whom these lines reach\" @kind(\"behavioural\") @owner(\"reach\")\nwhen\n";
  private static final int HEAD_LINES = 2;
  private static final String TAIL =
      "\nthen\n> insert(new Member(\"%s\"));\nend\n".formatted(SEGMENT);

  private final Services services;
  private final AsideRules aside;

  DraftReachRoutes(Services services, AsideRules aside) {
    this.services = services;
    this.aside = aside;
  }

  void ofSegment(RoutingContext context) {
    var segment = RulesetRoutes.parameter(context, "segment", Text.ID);
    if (segment == null) {
      throw new Refused(
          Problem.badRequest("segment is absent, expected the id of one in the query."));
    }
    var last = ReplayRoutes.last(context, LAST);
    int most = ReplayRoutes.most(context, MOST);
    desk()
        .drafts()
        .open(DraftAnswers.id(context))
        .compose(
            opened ->
                aside
                    .of(context.vertx(), opened.hash(), opened.files().now())
                    .compose(
                        rules -> {
                          var known = rules.base().segments();
                          if (!known.contains(segment)) {
                            throw new Refused(
                                Problem.badRequest(
                                    "segment is %s, expected one that a rule of the draft derives. %s"
                                        .formatted(
                                            Text.shorten(segment), Suggestion.of(segment, known))));
                          }
                          return desk().recordings().reach(rules, segment, last, most);
                        })
                    .compose(reach -> answer(context, opened.draft(), reach)))
        .onFailure(failure -> context.fail(ReplayRoutes.refusal(failure)));
  }

  void ofLines(RoutingContext context) {
    var last = ReplayRoutes.last(context, LAST);
    int most = ReplayRoutes.most(context, MOST);
    var id = DraftAnswers.id(context);
    Body.json(context, Body.JSON)
        .map(DraftReachRoutes::lines)
        .compose(
            lines ->
                desk()
                    .drafts()
                    .open(id)
                    .compose(
                        opened ->
                            rules(context, opened.files().now(), lines)
                                .compose(
                                    rules -> desk().recordings().reach(rules, SEGMENT, last, most))
                                .compose(reach -> answer(context, opened.draft(), reach))))
        .onFailure(failure -> context.fail(ReplayRoutes.refusal(failure)));
  }

  private static List<String> lines(JsonNode tree) {
    var faults = new Faults();
    var body = Fields.of(tree, At.ROOT, faults).only(Set.of("lines"));
    var given = body.array("lines", 1, MOST_LINES);
    var lines = new ArrayList<String>();
    if (given == null && faults.none()) {
      body.refuse("lines", "the conditions of a rule, a line each");
    }
    for (int i = 0; given != null && i < given.size(); i++) {
      var line = given.get(i).asText().strip();
      boolean breaks = Set.of("when", "then", "end").contains(line) || line.startsWith("rule ");
      if (!given.get(i).isTextual()
          || Text.fault(line, LONGEST_LINE) != null
          || breaks
          || line.indexOf('\n') >= 0
          || line.indexOf('\r') >= 0) {
        faults.add(
            body.at().field("lines").item(i),
            given.get(i),
            "one line of a rule's conditions, of 1 to " + LONGEST_LINE + " characters");
      }
      lines.add("    " + line);
    }
    Refused.unlessNone(faults);
    return lines;
  }

  /** The draft's rules with one more; what is wrong with the lines is told by their number. */
  private Future<ActiveRules> rules(
      RoutingContext context, SortedMap<String, String> files, List<String> lines) {
    var all = new TreeMap<>(files);
    all.put(FILE, HEAD + String.join("\n", lines) + TAIL);
    return aside
        .of(context.vertx(), RuleFolder.hash(all), all)
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof RulesetRefused refused ? ofLines(refused) : failure));
  }

  private static Throwable ofLines(RulesetRefused refused) {
    var own =
        refused.findings().stream()
            .filter(found -> found.isError() && found.file().equals(FILE))
            .map(
                found ->
                    Finding.error(
                        "lines",
                        found.line() - HEAD_LINES,
                        found.column(),
                        found.code(),
                        found.message()))
            .toList();
    return own.isEmpty() ? refused : RulesetRefused.because(own);
  }

  private static Future<Void> answer(RoutingContext context, RuleDraft draft, Reach reach) {
    return DraftAnswers.send(context, 200, draft, json -> write(json, reach));
  }

  private static void write(JsonGenerator json, Reach reach) throws IOException {
    json.writeStartObject();
    json.writeStringField("summary", reach.summary());
    json.writeStringField("from", reach.from().toString());
    json.writeStringField("until", reach.until().toString());
    json.writeNumberField("recorded", reach.recorded());
    json.writeNumberField("decisions", reach.decisions());
    json.writeNumberField("reached", reach.reached());
    json.writeNumberField("share", reach.share());
    json.writeNumberField("low", reach.interval().low());
    json.writeNumberField("high", reach.interval().high());
    json.writeNumberField("visitors", reach.visitors());
    json.writeNumberField("members", reach.members());
    json.writeEndObject();
  }

  private DraftDesk desk() {
    return services.rules().drafts().get();
  }
}
