package io.knowfirst.server.wire;

import io.knowfirst.server.model.Event;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kinds of event that are taken, and the fields that one may have. */
final class EventShape {
  private static final Set<String> TYPES =
      Set.of("page", "screen", "track", "identify", "consent", "exposure");

  /** Of the Segment spec, and nothing is made of them here. */
  private static final Map<String, String> OTHER_TYPES =
      Map.of(
          "group", "Maybe send what is known of the group as traits of an identify.",
          "alias", "Maybe send an identify with userId and anonymousId, which ties the two.");

  /** Ours, and those that the libraries of Segment and RudderStack send and that are not used. */
  static final Set<String> FIELDS =
      Set.of(
          "type",
          "event",
          "name",
          "category",
          "messageId",
          "anonymousId",
          "userId",
          "timestamp",
          "properties",
          "traits",
          "context",
          "purposes",
          "source",
          "expires",
          "tcString",
          "token",
          "originalTimestamp",
          "sentAt",
          "receivedAt",
          "channel",
          "version",
          "integrations",
          "writeKey",
          "_metadata",
          "anonymous_id",
          "dataSource",
          "groupId",
          "messageType",
          "previousId",
          "projectId",
          "request_ip",
          "rudderId",
          "session_id",
          "sessionId",
          "sessionStart",
          "source_id",
          "user_properties");

  private EventShape() {}

  /** The type; null, and a fault, where it is none that is taken. A screen is a page of an app. */
  static Event.@Nullable Type type(Fields body) {
    var said = body.get("type");
    var advice = said == null ? null : OTHER_TYPES.get(said.asText());
    if (said != null && advice != null) {
      body.faults()
          .add(body.at().field("type"), said.asText(), "page, track, identify or consent", advice);
      return null;
    }
    var word = body.requiredWord("type", TYPES);
    if (word == null) {
      return null;
    }
    return word.equals("screen")
        ? Event.Type.PAGE
        : Event.Type.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
