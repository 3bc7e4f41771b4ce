package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.server.rulesets.versions.AuditEntry;
import io.knowfirst.server.rulesets.versions.Inspection;
import io.knowfirst.server.rulesets.versions.Publication;
import io.knowfirst.server.rulesets.versions.RulesetDiff;
import io.knowfirst.server.rulesets.versions.Status;
import io.knowfirst.server.rulesets.versions.Version;
import io.knowfirst.server.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;

/** Writes what there is to tell of versions. */
final class RulesetWriter {
  private RulesetWriter() {}

  static long errors(List<Finding> findings) {
    return findings.stream().filter(Finding::isError).count();
  }

  static void publication(JsonGenerator json, Publication done) throws IOException {
    json.writeStartObject();
    fields(json, done.version());
    if (!done.findings().isEmpty()) {
      json.writeFieldName("findings");
      Answers.findings(json, done.findings());
    }
    json.writeEndObject();
  }

  static void version(JsonGenerator json, Version version) throws IOException {
    json.writeStartObject();
    fields(json, version);
    json.writeEndObject();
  }

  static void version(
      JsonGenerator json, Version version, SortedMap<String, String> files, List<AuditEntry> audit)
      throws IOException {
    json.writeStartObject();
    fields(json, version);
    json.writeArrayFieldStart("files");
    for (var file : files.entrySet()) {
      json.writeStartObject();
      json.writeStringField("path", file.getKey());
      json.writeNumberField("bytes", file.getValue().getBytes(StandardCharsets.UTF_8).length);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("audit");
    for (var row : audit) {
      json.writeStartObject();
      json.writeStringField("at", row.at().toString());
      json.writeStringField("who", row.who());
      json.writeStringField("what", row.what().word());
      json.writeStringField("reason", row.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  static void history(JsonGenerator json, Status status, List<Version> page, int limit)
      throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("member");
    json.writeStringField("ruleset", status.hash());
    json.writeStringField("since", status.since().toString());
    var refused = status.refused();
    if (refused != null) {
      json.writeObjectFieldStart("refused");
      json.writeStringField("at", refused.at().toString());
      json.writeStringField("author", refused.source());
      Json.text(json, "hash", refused.hash().isEmpty() ? null : refused.hash());
      json.writeStringField("reason", refused.reason());
      json.writeFieldName("findings");
      Answers.findings(json, refused.findings());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeArrayFieldStart("rulesets");
    for (var version : page) {
      version(json, version);
    }
    json.writeEndArray();
    if (page.size() == limit) {
      json.writeStringField("next", page.get(limit - 1).hash());
    }
    json.writeEndObject();
  }

  static void difference(JsonGenerator json, RulesetDiff difference) throws IOException {
    json.writeStartObject();
    differences(json, difference);
    json.writeEndObject();
  }

  /** As fields of an object. */
  static void differences(JsonGenerator json, RulesetDiff difference) throws IOException {
    json.writeArrayFieldStart("files");
    for (var file : difference.files()) {
      json.writeStartObject();
      json.writeStringField("path", file.path());
      json.writeStringField("change", file.kind().word());
      json.writeStringField("diff", file.diff());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rules");
    for (var rule : difference.rules()) {
      json.writeStartObject();
      json.writeStringField("path", rule.path());
      json.writeStringField("rule", rule.rule());
      json.writeStringField("change", rule.kind().word());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void inspection(JsonGenerator json, Inspection inspection) throws IOException {
    json.writeStartObject();
    json.writeStringField("ruleset", inspection.hash());
    json.writeNumberField("errors", inspection.errors().size());
    json.writeFieldName("findings");
    Answers.findings(json, inspection.findings());
    json.writeEndObject();
  }

  private static void fields(JsonGenerator json, Version version) throws IOException {
    json.writeStringField("hash", version.hash());
    Json.text(json, "parent", version.parent());
    json.writeStringField("author", version.author());
    Json.text(json, "authorName", version.authorName());
    json.writeStringField("message", version.message());
    json.writeStringField("published", version.published().toString());
    json.writeStringField("state", version.state().word());
    json.writeBooleanField("live", version.live());
  }
}
