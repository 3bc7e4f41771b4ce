package io.knowfirst.server.web;

import static io.knowfirst.server.access.Role.APPROVER;
import static io.knowfirst.server.access.Role.AUTHOR;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.access.Grant;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.rulesets.drafts.DraftDesk;
import io.knowfirst.server.rulesets.drafts.Drafts.Opened;
import io.knowfirst.server.rulesets.drafts.RuleDraft.State;
import io.knowfirst.server.rulesets.drafts.SeenRevision;
import io.knowfirst.server.rulesets.replay.Question;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What agents may do with drafts: all that leads to a submission, and nothing that approves,
 * schedules or publishes.
 */
final class AgentDraftTools {
  private static final Set<Grant> READERS = Route.admin(Role.values());
  private static final Set<Grant> AUTHORS = Route.admin(AUTHOR, APPROVER);
  private static final int MOST = 100;
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_COMMENT = 500;
  private static final String DRAFT = "draft";
  private static final String REVISION = "revision";
  private static final String PATH = "path";

  private final Services services;
  private final DraftTrialRoutes trials;

  AgentDraftTools(Services services) {
    this.services = services;
    this.trials = new DraftTrialRoutes(services);
  }

  List<AgentTool> all() {
    return List.of(
        new AgentTool("list_drafts", READERS, this::list),
        new AgentTool("get_draft", READERS, this::show),
        new AgentTool("read_file", READERS, this::read),
        new AgentTool("create_draft", AUTHORS, this::create),
        new AgentTool("write_file", AUTHORS, this::write),
        new AgentTool("delete_file", AUTHORS, this::delete),
        new AgentTool("check_draft", AUTHORS, this::check),
        new AgentTool("test_draft", AUTHORS, this::test),
        new AgentTool("replay_draft", AUTHORS, this::replay),
        new AgentTool("get_replay", READERS, this::replayed),
        new AgentTool("submit_draft", AUTHORS, this::submit));
  }

  private Future<Answers.Writer> list(RoutingContext context, ObjectNode arguments) {
    var faults = new Faults();
    AgentTools.only(arguments, faults);
    Refused.unlessNone(faults);
    var live = services.rules().rulesets().get().get().base().hash();
    return desk()
        .drafts()
        .list(EnumSet.complementOf(EnumSet.of(State.PUBLISHED, State.DISCARDED)), MOST)
        .map(drafts -> json -> DraftAnswers.list(json, drafts, live));
  }

  private Future<Answers.Writer> show(RoutingContext context, ObjectNode arguments) {
    return open(arguments)
        .compose(
            opened ->
                desk()
                    .drafts()
                    .history(opened.draft().id())
                    .map(history -> DraftAnswers.whole(opened, history)));
  }

  private Future<Answers.Writer> read(RoutingContext context, ObjectNode arguments) {
    var faults = new Faults();
    var asked = AgentTools.only(arguments, faults, DRAFT, PATH);
    var id = asked.requiredId(DRAFT);
    var path = required(asked, PATH, DraftFileRoutes.LONGEST_PATH);
    Refused.unlessNone(faults);
    return desk()
        .drafts()
        .open(id)
        .map(
            opened -> {
              var text = opened.files().text(path);
              return json -> {
                json.writeStartObject();
                json.writeNumberField(REVISION, opened.draft().revision());
                json.writeStringField(PATH, path);
                json.writeStringField("text", text);
                json.writeEndObject();
              };
            });
  }

  private Future<Answers.Writer> create(RoutingContext context, ObjectNode arguments) {
    var faults = new Faults();
    var asked = AgentTools.only(arguments, faults, "name", "note", "base");
    var name = required(asked, "name", LONGEST_NAME);
    var note = asked.text("note", Text.LONG);
    var base = asked.id("base");
    Refused.unlessNone(faults);
    return written(desk().drafts().create(name, note == null ? "" : note, base, person(context)));
  }

  private Future<Answers.Writer> write(RoutingContext context, ObjectNode arguments) {
    var faults = new Faults();
    var asked = AgentTools.only(arguments, faults, DRAFT, REVISION, PATH, "text");
    var id = asked.requiredId(DRAFT);
    var seen = seen(asked);
    var path = required(asked, PATH, DraftFileRoutes.LONGEST_PATH);
    var text = asked.get("text");
    if (text == null || !text.isTextual()) {
      asked.refuse("text", "the whole text of the file");
    }
    Refused.unlessNone(faults);
    var now = text == null ? "" : text.textValue();
    return written(desk().drafts().put(id, seen, person(context), path, now));
  }

  private Future<Answers.Writer> delete(RoutingContext context, ObjectNode arguments) {
    var faults = new Faults();
    var asked = AgentTools.only(arguments, faults, DRAFT, REVISION, PATH);
    var id = asked.requiredId(DRAFT);
    var seen = seen(asked);
    var path = required(asked, PATH, DraftFileRoutes.LONGEST_PATH);
    Refused.unlessNone(faults);
    return written(desk().drafts().remove(id, seen, person(context), path));
  }

  private Future<Answers.Writer> check(RoutingContext context, ObjectNode arguments) {
    return open(arguments).compose(trials::checked);
  }

  private Future<Answers.Writer> test(RoutingContext context, ObjectNode arguments) {
    var faults = new Faults();
    var asked = AgentTools.only(arguments, faults, DRAFT, "filter");
    var id = asked.requiredId(DRAFT);
    var filter = asked.id("filter");
    Refused.unlessNone(faults);
    return desk().drafts().open(id).compose(opened -> trials.tested(opened, filter));
  }

  private Future<Answers.Writer> replay(RoutingContext context, ObjectNode arguments) {
    var faults = new Faults();
    var asked = AgentTools.only(arguments, faults, DRAFT, "last", "most");
    var id = asked.requiredId(DRAFT);
    var last = asked.id("last");
    var most = asked.whole("most", 1, ReplayRoutes.MOST);
    Refused.unlessNone(faults);
    var span = ReplayRoutes.last(last, Question.LAST);
    return desk()
        .drafts()
        .open(id)
        .compose(opened -> trials.started(opened, span, most == null ? Question.MOST : most));
  }

  private Future<Answers.Writer> replayed(RoutingContext context, ObjectNode arguments) {
    return open(arguments).compose(trials::replayed);
  }

  private Future<Answers.Writer> submit(RoutingContext context, ObjectNode arguments) {
    var faults = new Faults();
    var asked = AgentTools.only(arguments, faults, DRAFT, REVISION, "comment");
    var id = asked.requiredId(DRAFT);
    var seen = seen(asked);
    var comment = asked.text("comment", LONGEST_COMMENT);
    Refused.unlessNone(faults);
    return written(
        desk().review().submit(id, seen, person(context), comment == null ? "" : comment));
  }

  /** Of a tool that takes nothing but the draft. */
  private Future<Opened> open(ObjectNode arguments) {
    var faults = new Faults();
    var id = AgentTools.only(arguments, faults, DRAFT).requiredId(DRAFT);
    Refused.unlessNone(faults);
    return desk().drafts().open(id);
  }

  private static Future<Answers.Writer> written(Future<Opened> changed) {
    return changed.map(opened -> json -> DraftAnswers.write(json, opened));
  }

  private static String required(Fields asked, String field, int longest) {
    var text = asked.text(field, longest);
    if (text == null && asked.get(field) == null) {
      asked.refuse(field, "text of 1 to " + longest + " characters");
    }
    return text == null ? "" : text;
  }

  private static SeenRevision seen(Fields asked) {
    var revision = asked.whole(REVISION, 0, Integer.MAX_VALUE);
    if (revision == null && asked.get(REVISION) == null) {
      asked.refuse(REVISION, "the revision of the draft as it was read");
    }
    return new SeenRevision(revision == null ? Set.of() : Set.of(revision.longValue()), false);
  }

  private static String person(RoutingContext context) {
    return DraftAnswers.person(Gate.caller(context));
  }

  private DraftDesk desk() {
    return services.rules().drafts().get();
  }
}
