package io.knowfirst.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.rules.folder.VisitorId;
import io.knowfirst.server.model.Unproven;
import io.knowfirst.server.quality.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One message of a tracking library, mapped to the shape that {@link EventReader} reads: the table
 * in {@code docs/events.md}.
 *
 * @param type as metrics count it
 * @param event in our shape
 * @param visitor whom it counts for where it names nobody; null where it must name someone
 */
public record SegmentItem(String type, ObjectNode event, @Nullable String visitor) {
  public static final String OTHER = "other";

  /** By the name of the path and the type of a message, also its first letter. */
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("track", "track"),
          Map.entry("t", "track"),
          Map.entry("page", "page"),
          Map.entry("p", "page"),
          Map.entry("screen", "screen"),
          Map.entry("s", "screen"),
          Map.entry("identify", "identify"),
          Map.entry("i", "identify"),
          Map.entry("group", "group"),
          Map.entry("g", "group"),
          Map.entry("alias", "alias"),
          Map.entry("a", "alias"),
          Map.entry("consent", "consent"),
          Map.entry("exposure", "exposure"));

  private static final String GROUP = "group";

  /** The paths that take a single message. */
  public static Set<String> paths() {
    return Set.of(
        "track", "t", "page", "p", "screen", "s", "identify", "i", "group", "g", "alias", "a");
  }

  /**
   * The message in our shape; null, and a fault, where it cannot be mapped.
   *
   * @param path names the type of a single message; null in a batch, whose items name their own
   */
  public static @Nullable SegmentItem of(
      JsonNode sent, @Nullable String path, At at, Faults faults, IdentifiedVisitor asker) {
    var fields = Fields.of(sent, at, faults);
    if (!(sent instanceof ObjectNode message)) {
      return null;
    }
    var type = type(fields, path);
    if (type == null) {
      return null;
    }
    var event = message.deepCopy();
    event.put("type", type);
    var messageId = event.get("messageId");
    if (MessageHash.blank(messageId) || VisitorId.isNobody(messageId.asText())) {
      event.put("messageId", MessageHash.of(message));
    }
    for (var id : List.of("userId", "anonymousId", "previousId", "groupId")) {
      if (MessageHash.blank(event.get(id))) {
        event.remove(id);
      }
    }
    if (type.equals("alias")) {
      alias(fields, event);
    } else if (type.equals(GROUP)) {
      group(event);
    }
    return new SegmentItem(type, event, visitor(event, asker, at));
  }

  private static @Nullable String type(Fields fields, @Nullable String path) {
    var named = fields.get("type") == null ? fields.get("action") : fields.get("type");
    var word = path != null ? path : named == null ? "" : named.asText();
    var type = TYPES.get(word.strip().toLowerCase(Locale.ROOT));
    if (type == null) {
      fields.refuse("type", "track, page, screen, identify, group or alias");
    }
    return type;
  }

  /** Ties the two ids, as an identify with both does. */
  private static void alias(Fields fields, ObjectNode event) {
    var previous = event.remove("previousId");
    if (previous == null) {
      fields.refuse("previousId", "the id that the visitor had before");
    } else {
      event.set("anonymousId", previous);
    }
    event.put("type", "identify").remove("traits");
  }

  /** What is known of the group becomes traits of the visitor, {@code group.id} and the like. */
  private static void group(ObjectNode event) {
    var group = JsonNodeFactory.instance.objectNode();
    if (event.get("traits") instanceof ObjectNode traits) {
      group.setAll(traits);
    }
    var id = event.remove("groupId");
    if (id != null) {
      group.set("id", id);
    }
    event.put("type", "identify").putObject("traits").set(GROUP, group);
  }

  /**
   * Of a site key only what is proven counts. A page with a visitor's cookie or token is that
   * visitor, whatever ids its library made up; any other sender names somebody whom nobody proved,
   * and who is kept apart from all visitors of these ids.
   */
  private static @Nullable String visitor(ObjectNode event, IdentifiedVisitor asker, At at) {
    if (asker.trusted()) {
      return null;
    }
    String named = null;
    for (var field : List.of("anonymousId", "userId")) {
      var id = event.get(field);
      if (id != null && id.isValueNode() && !asker.owns(id.asText())) {
        event.remove(field);
        var text = Text.cut(id.asText(), Text.ID, true);
        if (text.isBlank() || VisitorId.isNobody(text)) {
          asker.notes().count(Kind.PLACEHOLDER_ID, text);
        } else {
          asker.notes().count(Kind.UNPROVEN_ID, Notes.place(at.field(field).toString()));
          named = named == null ? text : named;
        }
      }
    }
    return asker.unproven() && named != null ? Unproven.visitor(named) : asker.visitor();
  }
}
