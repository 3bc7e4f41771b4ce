package io.knowfirst.server.wire;

import io.knowfirst.rules.facts.Habits;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The type of device that a page was viewed with: what the event's context says, else what the
 * request's own headers do; of a backend's event, what the user agent that it tells says.
 */
final class EventDevice {
  /** What libraries for apps call their platform. */
  private static final Map<String, String> PLATFORMS = Map.of("ios", "mobile", "android", "mobile");

  private EventDevice() {}

  /** One of {@link Habits#DEVICES}; null where it is not known. */
  static @Nullable String of(@Nullable Fields context, IdentifiedVisitor asker) {
    var told = told(context);
    if (told != null) {
      return told;
    }
    var agent = context == null ? null : context.get(ContextReader.AGENT);
    var device =
        asker.trusted() && agent != null && agent.isTextual()
            ? ClientHints.device(name -> name.equals("User-Agent") ? agent.textValue() : null)
            : asker.signals().moment().device();
    return device == null || Habits.bit(device.type()) == 0 ? null : device.type();
  }

  private static @Nullable String told(@Nullable Fields context) {
    var device = context == null ? null : context.get("device");
    var type = device == null ? null : device.path("type").textValue();
    var word = type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
    var known = PLATFORMS.getOrDefault(word, word);
    return Habits.bit(known) == 0 ? null : known;
  }
}
