package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.experiments.measurement.PhaseNotes.Written;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes down what people have to say about an experiment, and which phases are not to be used. */
final class NoteRoutes {
  private static final Set<String> NOTE = Set.of("text", "day", "phase", "excludes");
  private static final int LONGEST = 1_000;
  private static final int MOST_PHASES = 9_999;

  private final Services services;
  private final Gate gate;

  NoteRoutes(Services services, Gate gate) {
    this.services = services;
    this.gate = gate;
  }

  void add(RoutingContext context) {
    var caller = Gate.caller(context);
    var experiment = experiment(context);
    Body.json(context, Body.JSON)
        .map(tree -> written(tree, experiment, caller.person()))
        .compose(
            note ->
                audited(context, "experiment.noted", experiment.id(), note.text())
                    .compose(kept -> services.studies().note().add(experiment.id(), note))
                    .onSuccess(
                        number ->
                            Answers.json(
                                context,
                                200,
                                json -> {
                                  json.writeStartObject();
                                  json.writeNumberField("number", number);
                                  json.writeNumberField("phase", note.phase());
                                  json.writeEndObject();
                                })))
        .onFailure(context::fail);
  }

  void remove(RoutingContext context) {
    var id = context.pathParam("id");
    var number = context.pathParam("number");
    if (id == null || Text.idFault(id) != null || !String.valueOf(number).matches("[0-9]{1,18}")) {
      throw new Refused(gone());
    }
    audited(context, "experiment.unnoted", id, "note " + number)
        .compose(kept -> services.studies().unnote().remove(id, Long.parseLong(number)))
        .onSuccess(
            removed -> {
              if (removed) {
                context.response().setStatusCode(204).end();
              } else {
                context.fail(new Refused(gone()));
              }
            })
        .onFailure(context::fail);
  }

  private Future<Void> audited(RoutingContext context, String what, String id, String detail) {
    return services.people().audit().add(gate.actor(context), what, "experiment " + id, detail);
  }

  private Registered experiment(RoutingContext context) {
    var id = context.pathParam("id");
    if (id == null || Text.idFault(id) != null) {
      throw new Refused(Problem.notFound("No experiment has this id."));
    }
    return services
        .experiments()
        .now()
        .get()
        .find(id)
        .orElseThrow(() -> new Refused(Problem.notFound("No experiment has this id.")));
  }

  private static Written written(JsonNode tree, Registered experiment, String author) {
    var faults = new Faults();
    var fields = Fields.of(tree, At.ROOT, faults).only(NOTE);
    var text = fields.text("text", LONGEST);
    if (text == null || text.isBlank()) {
      fields.refuse("text", "what there is to say, in 1 to " + LONGEST + " characters");
    }
    var phase = fields.whole("phase", 1, MOST_PHASES);
    var excludes = fields.get("excludes");
    if (excludes != null && !excludes.isBoolean()) {
      fields.refuse("excludes", "true or false");
    }
    var day = day(fields);
    Refused.unlessNone(faults);
    return new Written(
        phase == null ? experiment.split().phase() : phase,
        day,
        String.valueOf(text).strip(),
        author,
        excludes != null && excludes.asBoolean());
  }

  private static @Nullable LocalDate day(Fields fields) {
    var text = fields.text("day", 10);
    if (text == null) {
      return null;
    }
    try {
      var day = LocalDate.parse(text);
      if (day.getYear() >= 2000 && day.getYear() <= 9999) {
        return day;
      }
    } catch (DateTimeException none) {
      // Said below, as for days out of range.
    }
    fields.refuse("day", "a day such as 2026-10-01");
    return null;
  }

  private static Problem gone() {
    return Problem.notFound("No note of this experiment has this number.");
  }
}
