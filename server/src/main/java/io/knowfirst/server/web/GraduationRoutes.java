package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.server.rulesets.graduation.Draft;
import io.knowfirst.server.rulesets.graduation.NotDecidedException;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Map;

/** Drafts rules from what experiments decided; nothing goes live by it. */
final class GraduationRoutes {
  private final Services services;

  GraduationRoutes(Services services) {
    this.services = services;
  }

  void draft(RoutingContext context) {
    var id = context.pathParam("id");
    if (id == null || Text.idFault(id) != null) {
      throw new Refused(unknown());
    }
    services
        .rules()
        .graduate()
        .apply(id)
        .map(draft -> draft.orElseThrow(() -> new Refused(unknown())))
        .onSuccess(draft -> Answers.json(context, 200, json -> write(json, draft)))
        .onFailure(
            failed ->
                context.fail(
                    failed instanceof NotDecidedException
                        ? new Refused(Problem.wrongState(String.valueOf(failed.getMessage())))
                        : failed));
  }

  private static void write(JsonGenerator json, Draft draft) throws IOException {
    json.writeStartObject();
    json.writeStringField("experiment", draft.experiment());
    json.writeStringField("variation", draft.variation());
    files(json, "files", draft.files());
    files(json, "replaces", draft.replaced());
    json.writeFieldName("findings");
    Answers.findings(json, draft.findings());
    json.writeEndObject();
  }

  private static void files(JsonGenerator json, String name, Map<String, String> files)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (var file : files.entrySet()) {
      json.writeStringField(file.getKey(), file.getValue());
    }
    json.writeEndObject();
  }

  private static Problem unknown() {
    return Problem.notFound("No experiment has this id, or nobody has seen it.");
  }
}
