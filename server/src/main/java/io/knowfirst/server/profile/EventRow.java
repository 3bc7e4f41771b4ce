package io.knowfirst.server.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.server.model.Event;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as its columns.
 *
 * @param type in lower case
 * @param body what has no column of its own, as JSON
 * @param sender in lower case; null where it is not known
 */
record EventRow(
    String visitor,
    String id,
    String type,
    String name,
    Instant at,
    Instant received,
    String body,
    @Nullable String sender) {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final ObjectWriter WRITER = MAPPER.writerFor(Body.class);
  private static final ObjectReader READER = MAPPER.readerFor(Body.class);

  /** The body; fields that say nothing are left out. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Body(
      @Nullable String anonymous,
      @Nullable List<Item> items,
      @Nullable Map<String, Object> values,
      @Nullable Map<String, Boolean> purposes,
      @Nullable Source source) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Source(@Nullable String referrer, @Nullable Map<String, String> utm) {}

  static EventRow of(Event event) {
    var from = event.source();
    var source = from == null ? null : new Source(from.referrer(), from.utm());
    try {
      return new EventRow(
          event.visitor(),
          event.id(),
          event.type().name().toLowerCase(Locale.ROOT),
          event.name(),
          event.at(),
          event.received(),
          WRITER.writeValueAsString(
              new Body(event.anonymous(), event.items(), event.values(), event.purposes(), source)),
          event.sender().word());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Event '%s' of visitor '%s' has values that are no JSON: %s"
              .formatted(event.id(), event.visitor(), e.getOriginalMessage()),
          e);
    }
  }

  Event event() {
    try {
      Body read = READER.readValue(body);
      return new Event(
          id,
          Event.Type.valueOf(type.toUpperCase(Locale.ROOT)),
          name,
          visitor,
          read.anonymous(),
          at,
          received,
          read.items() == null ? List.of() : read.items(),
          read.values() == null ? Map.of() : read.values(),
          read.purposes() == null ? Map.of() : read.purposes(),
          source(read.source()),
          Event.Sender.of(sender));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Event.@Nullable Source source(@Nullable Source read) {
    return read == null
        ? null
        : new Event.Source(read.referrer(), read.utm() == null ? Map.of() : read.utm());
  }
}
