package io.knowfirst.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.access.ExposureTokens;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.model.Exposure;
import io.knowfirst.server.model.Held;
import io.knowfirst.server.model.Product;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one event in the shape of the Segment spec, plus consent and exposure. */
final class EventReader {
  static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  static final Duration TOLERANCE = Duration.ofMinutes(10);
  private static final Duration OLDEST_PUBLIC = Duration.ofHours(24);
  private static final Set<String> TYPES =
      Set.of("page", "track", "identify", "consent", "exposure");

  /** Ours, and those of the Segment spec that are taken and not used. */
  private static final Set<String> FIELDS =
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
          "token",
          "originalTimestamp",
          "sentAt",
          "receivedAt",
          "channel",
          "version",
          "integrations",
          "writeKey",
          "_metadata");

  private final ExposureTokens tokens;
  private final ItemReader items;

  EventReader(ExposureTokens tokens, Function<String, Optional<Product>> products) {
    this.tokens = tokens;
    this.items = new ItemReader(products);
  }

  /**
   * The event; null, with faults noted, where it is not right.
   *
   * @param visitor whom it counts for where it names nobody; null where it must name someone
   */
  @Nullable Event read(
      JsonNode tree,
      At at,
      Faults faults,
      Asker asker,
      @Nullable String visitor,
      Instant received) {
    var found = new Faults();
    var body = Fields.of(tree, at, found).only(FIELDS);
    var type = type(body);
    var event = type == null ? null : read(type, body, asker, visitor, received);
    if (found.none()) {
      return event;
    }
    found.list().forEach(faults::add);
    return null;
  }

  private static Event.@Nullable Type type(Fields body) {
    var word = body.requiredWord("type", TYPES);
    return word == null ? null : Event.Type.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private Event read(
      Event.Type type, Fields body, Asker asker, @Nullable String visitor, Instant received) {
    var who = Who.read(body, type, asker, visitor);
    var oldest = asker.trusted() ? EARLIEST : received.minus(OLDEST_PUBLIC);
    var at = body.time("timestamp", oldest, received.plus(TOLERANCE));
    boolean identifies = type == Event.Type.IDENTIFY;
    var properties = body.object(identifies ? "traits" : "properties");
    var context = body.object("context");
    var exposure = type == Event.Type.EXPOSURE ? exposure(body, asker, who) : null;
    var values =
        exposure == null
            ? values(properties, identifies)
            : values(exposure, exposure.bot() || bot(context, asker));
    var found = items.read(properties, values);
    return new Event(
        id(body, asker, exposure),
        type,
        exposure == null ? name(type, body, values) : text(exposure.campaign()),
        exposure == null ? who.visitor() : exposure.visitor(),
        exposure != null && exposure.visitor().equals(who.anonymous()) ? null : who.anonymous(),
        at == null || at.isAfter(received) ? received : at,
        received,
        found,
        values,
        type == Event.Type.CONSENT ? purposes(body) : Map.of(),
        source(context));
  }

  private static String id(Fields body, Asker asker, @Nullable Exposure exposure) {
    var id = body.id("messageId");
    if (id != null) {
      return id;
    }
    if (exposure != null) {
      return "exposure:" + exposure.decision() + ":" + exposure.placement();
    }
    if (asker.trusted() && body.get("messageId") == null) {
      body.refuse("messageId", "an id that is the same when the event is sent again");
    }
    return UUID.randomUUID().toString();
  }

  private static String name(Event.Type type, Fields body, Map<String, Object> values) {
    return switch (type) {
      case TRACK -> body.requiredId("event");
      case PAGE -> pageName(body, values);
      default -> "";
    };
  }

  private static String pageName(Fields body, Map<String, Object> values) {
    var category = body.id("category");
    if (category != null) {
      values.putIfAbsent("category", category);
    }
    var name = body.id("name");
    return name != null ? name : values.get("type") instanceof String type ? type : "";
  }

  /** An exposure counts for the visitor whom its token names, who may have signed in since. */
  private @Nullable Exposure exposure(Fields body, Asker asker, Who who) {
    var token = body.text("token", Text.LONG);
    var exposure = token == null ? Optional.<Exposure>empty() : tokens.read(token);
    if (exposure.isEmpty()) {
      body.refuse("token", "the token that a decision gave");
      return null;
    }
    var visitor = exposure.get().visitor();
    if (!asker.owns(visitor) || !who.allows(visitor)) {
      body.refuse("token", "a token of a decision for the same visitor");
    }
    return exposure.get();
  }

  private static Map<String, Object> values(@Nullable Fields properties, boolean traits) {
    return traits ? Values.traits(properties) : Values.read(properties);
  }

  /**
   * Those who decided and those who show may be told apart: it is a bot where either says so. Of a
   * page the request's own agent tells: hundreds of others in one batch would keep the event loop.
   */
  private static boolean bot(@Nullable Fields context, Asker asker) {
    if (!asker.trusted()) {
      return asker.bot();
    }
    var agent = context == null ? null : context.get(ContextReader.AGENT);
    var told = agent == null ? null : agent.textValue();
    return told == null ? asker.bot() : Bots.sent(told);
  }

  private static Map<String, Object> values(Exposure exposure, boolean bot) {
    var values = new HashMap<String, Object>();
    values.put("decision", exposure.decision());
    values.put("placement", exposure.placement());
    values.put("outcome", exposure.outcome().word());
    if (exposure.campaign() != null) {
      values.put("campaign", exposure.campaign());
    }
    if (exposure.channel() != null) {
      values.put("channel", exposure.channel());
    }
    if (exposure.device() != null) {
      values.put("device", exposure.device());
    }
    var tested = exposure.tested();
    if (tested != null) {
      values.put("experiment", tested.experiment());
      values.put("variation", tested.variation());
      values.put("phase", (long) tested.phase());
      values.put("bucket", (long) tested.bucket());
      values.put("propensity", tested.propensity());
      values.put("counted", tested.counted());
    }
    if (bot) {
      values.put("bot", true);
    }
    if (!exposure.holdouts().isEmpty()) {
      values.put("holdouts", exposure.holdouts().stream().map(Held.Draw::text).toList());
    }
    return values;
  }

  private static Map<String, Boolean> purposes(Fields body) {
    var object = body.object("purposes");
    var purposes = new HashMap<String, Boolean>();
    if (object == null || object.object().isEmpty() || object.object().size() > 50) {
      body.refuse("purposes", "an object of 1 to 50 purposes, each true or false");
      return purposes;
    }
    for (var names = object.object().fieldNames(); names.hasNext(); ) {
      var name = names.next();
      var granted = object.get(name);
      if (Text.idFault(name) != null || granted == null || !granted.isBoolean()) {
        object.refuse(name, "a purpose that is true or false");
      } else {
        purposes.put(name, granted.booleanValue());
      }
    }
    return purposes;
  }

  /** Other parts of the context are whatever the sending library likes and not looked at. */
  private static Event.@Nullable Source source(@Nullable Fields context) {
    var page = context == null ? null : context.object("page");
    var campaign = context == null ? null : context.object("campaign");
    var referrer = page == null ? null : page.text("referrer", Text.LONG);
    var utm = new HashMap<>(ContextReader.words(campaign));
    var name = utm.remove("name");
    if (name != null) {
      utm.put("campaign", name);
    }
    return referrer == null && utm.isEmpty() ? null : new Event.Source(referrer, utm);
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  /**
   * Whom an event counts for.
   *
   * @param named whether a server said so in the event; what a page may say is proven apart
   */
  private record Who(String visitor, @Nullable String anonymous, boolean named) {
    static Who read(Fields body, Event.Type type, Asker asker, @Nullable String visitor) {
      var user = body.id("userId");
      var anonymous = body.id("anonymousId");
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

    /** Whether a token of a decision for this visitor fits. */
    boolean allows(String decided) {
      return !named || decided.equals(visitor) || decided.equals(anonymous);
    }

    private static Who own(
        @Nullable String user, @Nullable String anonymous, Event.Type type, Asker asker) {
      boolean identifies = type == Event.Type.IDENTIFY;
      if (user == null && anonymous != null && !identifies) {
        return new Who(anonymous, null, false);
      }
      var own = user != null ? user : text(asker.visitor());
      var before = anonymous != null || !identifies ? anonymous : asker.cookie();
      return new Who(own, own.equals(before) ? null : before, false);
    }
  }
}
