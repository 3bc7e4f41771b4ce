package io.knowfirst.server.wire;

import io.knowfirst.rules.folder.VisitorId;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.quality.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Whom an event counts for.
 *
 * @param named whether a server said so in the event; what a page may say is proven apart
 */
public record Who(String visitor, @Nullable String anonymous, boolean named) {
  static Who read(Fields body, Event.Type type, IdentifiedVisitor asker, @Nullable String visitor) {
    var user = id(body, "userId", asker);
    var anonymous = id(body, "anonymousId", asker);
    if (user != null && !asker.owns(user)) {
      body.refuse("userId", "nothing, or the visitor of a valid X-Visitor-Token");
    }
    if (anonymous != null && !asker.owns(anonymous)) {
      body.refuse("anonymousId", "nothing, or the visitor whom the server's cookie names");
    }
    if (!asker.trusted()) {
      return own(user, anonymous, type, asker);
    }
    var named = user != null ? user : anonymous != null ? anonymous : visitor;
    boolean silent = body.get("userId") == null && body.get("anonymousId") == null;
    if (named == null && silent && type != Event.Type.EXPOSURE) {
      body.refuse("userId", "the visitor's userId or anonymousId");
    }
    boolean tied = user != null && anonymous != null && !user.equals(anonymous);
    return new Who(named == null ? "" : named, tied ? anonymous : null, !silent);
  }

  /**
   * The id of a visitor in a field; null where there is none. One that stands for nobody is refused
   * from a server, and dropped with a note from a page.
   */
  public static @Nullable String id(Fields body, String field, IdentifiedVisitor asker) {
    return id(body, field, asker, "the id of one visitor");
  }

  /** The same of what {@code one} calls it. */
  public static @Nullable String id(
      Fields body, String field, IdentifiedVisitor asker, String one) {
    var value = body.get(field);
    var advice = value == null || !value.isValueNode() ? null : VisitorId.advice(value.asText());
    if (value == null || advice == null) {
      return body.anyId(field);
    }
    var at = body.at().field(field);
    if (asker.trusted()) {
      asker.notes().count(Kind.PLACEHOLDER_ID, value.asText());
      body.faults().add(at, value.asText(), one, advice);
    } else {
      asker
          .notes()
          .add(
              Kind.PLACEHOLDER_ID,
              value.asText(),
              at,
              value.asText(),
              one + "; this stands for none and was left out",
              advice);
    }
    return null;
  }

  /** Whether a token of a decision for this visitor fits. */
  boolean allows(String decided) {
    return !named || decided.equals(visitor) || decided.equals(anonymous);
  }

  private static Who own(
      @Nullable String user, @Nullable String anonymous, Event.Type type, IdentifiedVisitor asker) {
    boolean identifies = type == Event.Type.IDENTIFY;
    if (user == null && anonymous != null && !identifies) {
      return new Who(anonymous, null, false);
    }
    var own = user != null ? user : asker.visitor() == null ? "" : asker.visitor();
    var before = anonymous != null || !identifies ? anonymous : asker.before();
    return new Who(own, own.equals(before) ? null : before, false);
  }
}
