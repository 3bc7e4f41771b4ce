package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.rules.check.Seen;
import io.knowfirst.rules.check.Vocabulary;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.language.Accessors;
import io.knowfirst.server.quality.SeenWords;
import io.knowfirst.server.wire.Json;
import io.vertx.core.Future;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes which facts rules may ask for, with their properties, and the ids that they may name. */
final class VocabularyWriter {
  private VocabularyWriter() {}

  /** What a call tells; of what was seen nothing while that cannot be read. */
  static Future<Answers.Writer> of(Services services) {
    return seen(services).map(seen -> json -> write(json, services, seen));
  }

  /** The vocabulary that came of late; nothing while it cannot be read. */
  static Future<Seen> seen(Services services) {
    var now = services.clock().instant();
    return services
        .quality()
        .findings()
        .map(counted -> SeenWords.lately(counted, now))
        .otherwise(Seen.NOTHING);
  }

  private static void write(JsonGenerator json, Services services, Seen seen) throws IOException {
    var folder = services.rules().rulesets().get().get().base().folder();
    json.writeStartObject();
    json.writeArrayFieldStart("facts");
    for (var type : Vocabulary.types().entrySet()) {
      json.writeStartObject();
      json.writeStringField("type", type.getKey());
      Json.text(json, "key", Vocabulary.key(type.getValue()));
      json.writeArrayFieldStart("properties");
      for (var accessor : accessors(type.getValue())) {
        property(json, accessor);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    ids(json, "segments", services.rules().rulesets().get().get().base().segments());
    ids(json, "campaigns", folder.campaigns().keySet());
    ids(json, "contents", folder.contents().keySet());
    ids(json, "placements", folder.placements().keySet());
    json.writeObjectFieldStart("seen");
    json.writeArrayFieldStart("events");
    for (var event : new TreeSet<>(seen.events())) {
      json.writeStartObject();
      json.writeStringField("name", event);
      ids(json, "properties", seen.properties().getOrDefault(event, Set.of()));
      json.writeEndObject();
    }
    json.writeEndArray();
    ids(json, "traits", seen.traits());
    ids(json, "cities", seen.cities());
    ids(json, "categories", services.catalogue().assortment().get().categories());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static Collection<Method> accessors(Class<?> type) {
    return Accessors.of(type).stream()
        .collect(
            Collectors.toMap(
                VocabularyWriter::signature,
                accessor -> accessor,
                (one, other) -> one,
                java.util.TreeMap::new))
        .values();
  }

  private static String signature(Method accessor) {
    return accessor.getName()
        + Arrays.stream(accessor.getParameterTypes())
            .map(VocabularyWriter::word)
            .collect(Collectors.joining(", ", "(", ")"));
  }

  private static void property(JsonGenerator json, Method accessor) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", accessor.getName());
    json.writeStringField("type", word(accessor.getReturnType()));
    if (accessor.getParameterCount() > 0) {
      json.writeArrayFieldStart("arguments");
      for (Parameter parameter : accessor.getParameters()) {
        json.writeString(word(parameter.getType()));
      }
      json.writeEndArray();
    }
    if (accessor.getAnnotatedReturnType().isAnnotationPresent(Nullable.class)) {
      json.writeBooleanField("mayBeNull", true);
    }
    json.writeEndObject();
  }

  private static String word(Class<?> type) {
    if (Fact.class.isAssignableFrom(type)) {
      return type.getSimpleName();
    }
    var name = type.getSimpleName().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "string", "charsequence" -> "text";
      case "int", "integer", "long" -> "whole number";
      case "double" -> "number";
      default -> name;
    };
  }

  private static void ids(JsonGenerator json, String field, Collection<String> ids)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (var id : ids.stream().sorted(Comparator.naturalOrder()).toList()) {
      json.writeString(id);
    }
    json.writeEndArray();
  }
}
