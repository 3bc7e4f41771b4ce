package io.knowfirst.server.console;

import io.knowfirst.server.model.Actor;
import io.knowfirst.server.people.SignedIn;
import io.vertx.core.buffer.Buffer;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody opens a page or sends one of its forms.
 *
 * @param fields of the query or the form
 * @param upload the file that came with the form; null for none
 * @param zone of the shop's clock, by which people tell days and times
 * @param address by which this server was asked for, for links that are passed on
 */
public record ConsoleRequest(
    SignedIn who,
    Actor actor,
    Locale locale,
    ZoneId zone,
    Map<String, List<String>> fields,
    @Nullable Buffer upload,
    String address) {
  public ConsoleRequest {
    fields = Map.copyOf(fields);
  }

  /** A field's first value; empty for none. */
  public String field(String name) {
    var values = all(name);
    return values.isEmpty() ? "" : values.get(0).strip();
  }

  public List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }
}
