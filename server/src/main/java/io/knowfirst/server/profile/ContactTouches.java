package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Outreach;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.model.Event;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an event tells of contacts and responses. Whoever comes to the website, the app, the chatbot
 * or the store was not contacted there, so what was shown on these channels is none.
 */
final class ContactTouches {
  /** The channels on which visitors come by themselves. */
  private static final Set<String> INBOUND = Set.of("web", "app", "chatbot", "store");

  private static final String DELIVERED = "Email Delivered";
  private static final String EMAIL = "email";
  private static final String EVENT = "event";

  /** Events that are responses by their name, and the channel that they come over. */
  private static final Map<String, String> RESPONSES =
      Map.of(
          "Email Opened", EMAIL,
          "Email Link Clicked", EMAIL,
          "Promotion Clicked", "web",
          "Call Noted", "call-centre",
          "Catalogue Requested", "post",
          "Letter Received", "post",
          "Store Visited", "store",
          "Chatbot Asked", "chatbot");

  private ContactTouches() {}

  static List<Touch> of(Event event) {
    return switch (event.type()) {
      case EXPOSURE -> shown(event);
      case TRACK -> tracked(event);
      case PAGE, IDENTIFY, CONSENT, RESET, STEP -> List.of();
    };
  }

  private static List<Touch> shown(Event event) {
    var channel = channel(event);
    return channel == null || INBOUND.contains(channel)
        ? List.of()
        : List.of(touch(Touch.Kind.CONTACTED, event, channel, event.name()));
  }

  private static List<Touch> tracked(Event event) {
    if (event.name().equals(DELIVERED)) {
      return List.of(touch(Touch.Kind.CONTACTED, event, EMAIL, Happening.campaign(event)));
    }
    var usual = RESPONSES.get(event.name());
    if (usual == null && !(event.values().get(Event.OF_DECISION) instanceof String)) {
      return List.of();
    }
    var said = channel(event);
    var channel = said == null ? usual : said;
    return channel == null || channel.indexOf(Outreach.BETWEEN) >= 0
        ? List.of()
        : List.of(touch(Touch.Kind.RESPONDED, event, channel, about(event)));
  }

  private static String about(Event event) {
    return event.values().get("promotion_id") instanceof String promotion
        ? promotion
        : Happening.campaign(event);
  }

  private static @Nullable String channel(Event event) {
    return event.values().get("channel") instanceof String channel && !channel.isBlank()
        ? channel
        : null;
  }

  private static Touch touch(Touch.Kind kind, Event event, String channel, String campaign) {
    return new Touch(
        kind,
        event.at().toEpochMilli(),
        event.id(),
        Outreach.name(channel, campaign),
        null,
        1,
        Happening.confirmed(event),
        kind == Touch.Kind.RESPONDED ? Map.of(EVENT, event.name()) : Map.of());
  }
}
