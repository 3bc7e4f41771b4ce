package io.knowfirst.server.rulesets.replay;

import static io.knowfirst.server.rulesets.replay.RecordingFormat.maybe;
import static io.knowfirst.server.rulesets.replay.RecordingFormat.text;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.model.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The context of a recorded decision, as fields of its JSON. */
final class RecordedContext {
  private RecordedContext() {}

  static void write(JsonGenerator json, Context context) throws IOException {
    text(json, "referrer", context.referrer());
    text(json, "search", context.search());
    text(json, "locale", context.locale());
    var timezone = context.timezone();
    text(json, "timezone", timezone == null ? null : timezone.getId());
    for (var utm : new TreeMap<>(context.utm()).entrySet()) {
      json.writeStringField("utm " + utm.getKey(), utm.getValue());
    }
    var page = context.page();
    if (page != null) {
      json.writeObjectFieldStart("page");
      json.writeStringField("type", page.type());
      text(json, "category", page.category());
      text(json, "product", page.product());
      text(json, "url", page.url());
      json.writeEndObject();
    }
    var geo = context.geo();
    if (geo != null) {
      json.writeObjectFieldStart("geo");
      text(json, "country", geo.country());
      text(json, "region", geo.region());
      text(json, "city", geo.city());
      number(json, "latitude", geo.latitude());
      number(json, "longitude", geo.longitude());
      json.writeEndObject();
    }
    var device = context.device();
    if (device != null) {
      json.writeObjectFieldStart("device");
      json.writeStringField("type", device.type());
      text(json, "os", device.os());
      text(json, "browser", device.browser());
      json.writeEndObject();
    }
    var weather = context.weather();
    if (weather != null) {
      json.writeObjectFieldStart("weather");
      json.writeStringField("condition", weather.condition());
      json.writeNumberField("celsius", weather.celsius());
      var observed = weather.observed();
      text(json, "observed", observed == null ? null : observed.toString());
      json.writeEndObject();
    }
  }

  /** Reads it back. */
  static Context read(JsonNode json) {
    var page = json.get("page");
    var geo = json.get("geo");
    var device = json.get("device");
    var weather = json.get("weather");
    return new Context(
        page == null
            ? null
            : new Context.Page(
                page.path("type").asText(),
                maybe(page, "category"),
                maybe(page, "product"),
                maybe(page, "url")),
        maybe(json, "referrer"),
        utm(json),
        maybe(json, "search"),
        geo == null
            ? null
            : new Context.Geo(
                maybe(geo, "country"),
                maybe(geo, "region"),
                maybe(geo, "city"),
                number(geo, "latitude"),
                number(geo, "longitude")),
        device == null
            ? null
            : new Context.Device(
                device.path("type").asText(), maybe(device, "os"), maybe(device, "browser")),
        weather == null
            ? null
            : new Context.Weather(
                weather.path("condition").asText(),
                weather.path("celsius").asDouble(),
                weather.has("observed") ? Instant.parse(weather.path("observed").asText()) : null),
        maybe(json, "locale"),
        json.has("timezone") ? ZoneId.of(json.path("timezone").asText()) : null);
  }

  private static Map<String, String> utm(JsonNode json) {
    var utm = new TreeMap<String, String>();
    for (var field : json.properties()) {
      if (field.getKey().startsWith("utm ")) {
        utm.put(field.getKey().substring("utm ".length()), field.getValue().asText());
      }
    }
    return utm;
  }

  private static @Nullable Double number(JsonNode json, String field) {
    return json.has(field) ? json.path(field).asDouble() : null;
  }

  private static void number(JsonGenerator json, String field, @Nullable Double value)
      throws IOException {
    if (value != null) {
      json.writeNumberField(field, value);
    }
  }
}
