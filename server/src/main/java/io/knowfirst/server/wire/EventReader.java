package io.knowfirst.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.server.access.ExposureTokens;
import io.knowfirst.server.model.Context;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.model.Exposure;
import io.knowfirst.server.model.Product;
import io.knowfirst.server.model.Unproven;
import io.knowfirst.server.quality.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one event in the shape of the Segment spec, plus consent and exposure. */
public final class EventReader {
  private final ExposureTokens tokens;
  private final ItemReader items;
  private final Pages pages;
  private final EventNames names;
  private final ShopVocabulary shop;
  private final ConsentReader consents;

  public EventReader(
      ExposureTokens tokens,
      Function<String, Optional<Product>> products,
      Pages pages,
      ShopVocabulary shop,
      ConsentReader consents) {
    this.tokens = tokens;
    this.shop = shop;
    this.pages = pages;
    this.items = new ItemReader(products, shop);
    this.names = new EventNames(shop);
    this.consents = consents;
  }

  /**
   * The event; null, with faults noted, where there is nothing to keep. What cannot be read of one
   * that is kept is left out, with notes.
   *
   * @param visitor whom it counts for where it names nobody; null where it must name someone
   */
  public @Nullable Event read(
      JsonNode tree,
      At at,
      Faults faults,
      Notes notes,
      IdentifiedVisitor asker,
      @Nullable String visitor,
      EventClock clock) {
    var found = new Faults();
    var left = new Faults();
    var body = Fields.of(tree, at, found);
    var loose = Fields.of(tree, at, left);
    var type = EventShape.type(body);
    var event = type == null ? null : read(type, body, loose, notes, asker, visitor, clock);
    if (event != null && found.none()) {
      loose.only(EventShape.FIELDS);
      notes.add(label(event), left);
      return event;
    }
    found.list().forEach(faults::add);
    found.list().stream()
        .limit(1)
        .forEach(
            fault ->
                notes.count(
                    Kind.REFUSED_EVENT,
                    Notes.place(fault.pointer()) + ": expected " + fault.expected()));
    return null;
  }

  /** Counts where the visitor is, and a category of the page that nothing knows. */
  void look(Context context, Notes notes) {
    var geo = context.geo();
    var city = geo == null ? null : geo.city();
    if (city != null) {
      notes.count(Kind.CITY, city);
    }
    var page = context.page();
    var category = page == null ? null : page.category();
    if (category != null && !shop.knowsCategory(category)) {
      notes.count(Kind.UNKNOWN_CATEGORY, category);
    }
  }

  private Event read(
      Event.Type type,
      Fields body,
      Fields loose,
      Notes notes,
      IdentifiedVisitor asker,
      @Nullable String visitor,
      EventClock clock) {
    var who = Who.read(body, type, asker, visitor);
    var at = clock.read(body, asker.trusted(), notes);
    boolean identifies = type == Event.Type.IDENTIFY;
    var properties = loose.object(identifies ? "traits" : "properties");
    var context = loose.object("context");
    var exposure = type == Event.Type.EXPOSURE ? exposure(body, asker, who) : null;
    var values =
        exposure == null
            ? values(properties, identifies)
            : ExposureValues.of(exposure, exposure.bot() || bot(context, asker));
    if (type == Event.Type.TRACK) {
      ResponseToken.read(properties, values, who, tokens);
    }
    var name =
        exposure == null ? name(type, body, loose, values, notes) : text(exposure.campaign());
    var found =
        exposure == null && !identifies
            ? items(type, name, body.at(), properties, context, values, asker, notes)
            : List.<Item>of();
    var device = type == Event.Type.PAGE ? EventDevice.of(context, asker) : null;
    if (device != null) {
      values.put(Event.DEVICE, device);
    }
    if (!found.isEmpty() && isByBot(context, asker)) {
      values.put(Event.BY_BOT, true);
    }
    boolean isConsent = type == Event.Type.CONSENT;
    var purposes = consents.read(body, isConsent, asker);
    ConsentTerms.read(body, loose, isConsent, asker, clock.received(), purposes, values);
    return new Event(
        id(body, asker, exposure),
        type,
        name,
        exposure == null ? who.visitor() : exposure.visitor(),
        exposure != null && exposure.visitor().equals(who.anonymous()) ? null : who.anonymous(),
        at,
        clock.received(),
        found,
        values,
        purposes,
        source(context),
        asker.trusted() ? Event.Sender.SERVER : Event.Sender.SITE);
  }

  private List<Item> items(
      Event.Type type,
      String name,
      At at,
      @Nullable Fields properties,
      @Nullable Fields context,
      Map<String, Object> values,
      IdentifiedVisitor asker,
      Notes notes) {
    var summed = type == Event.Type.TRACK ? shop.summed(name, asker.trusted()) : Set.<String>of();
    var money = AmountReader.of(shop, name, summed, values, notes);
    var sent = summed.isEmpty() ? Set.<String>of() : Set.copyOf(values.keySet());
    var found =
        properties == null ? List.<Item>of() : items.read(properties, name, values, money, notes);
    money.normalize(values, at.field("properties"));
    RatingReader.read(name, values, at.field("properties"), notes);
    money.missing(sent, !found.isEmpty() || ItemReader.sends(properties), at.field("properties"));
    return found.isEmpty() ? pages.about(type, name, values, context) : found;
  }

  private static String label(Event event) {
    return event.type() == Event.Type.TRACK
        ? event.name()
        : event.type().name().toLowerCase(Locale.ROOT);
  }

  /** An exposure is named by its decision, so that its token counts once, whatever sends it. */
  private static String id(Fields body, IdentifiedVisitor asker, @Nullable Exposure exposure) {
    var id = Who.id(body, "messageId", asker, "the id of one message");
    if (exposure != null) {
      return "exposure:" + exposure.decision() + ":" + exposure.placement();
    }
    if (id != null) {
      return !asker.trusted() && id.startsWith(Event.OF_FEED) ? "site:" + id : id;
    }
    if (asker.trusted() && body.get("messageId") == null) {
      body.refuse("messageId", "an id that is the same when the event is sent again");
    }
    return MessageHash.of(body.object());
  }

  private String name(
      Event.Type type, Fields body, Fields loose, Map<String, Object> values, Notes notes) {
    return switch (type) {
      case TRACK -> names.read(body, loose, values, notes);
      case PAGE -> pageName(loose, values, notes);
      default -> {
        notes.count(Kind.EVENT, type.name().toLowerCase(Locale.ROOT));
        yield "";
      }
    };
  }

  private static String pageName(Fields loose, Map<String, Object> values, Notes notes) {
    notes.count(Kind.EVENT, "page");
    var category = loose.label("category");
    if (category != null) {
      values.putIfAbsent("category", category);
    }
    var name = loose.label("name");
    return name != null ? name : values.get("type") instanceof String type ? type : "";
  }

  /**
   * An exposure counts for the visitor whom its token names, who may have signed in since. The
   * token is proof enough where nothing else is presented.
   */
  private @Nullable Exposure exposure(Fields body, IdentifiedVisitor asker, Who who) {
    var token = body.text("token", Text.LONG);
    var exposure = token == null ? Optional.<Exposure>empty() : tokens.read(token);
    if (exposure.isEmpty()) {
      body.refuse("token", "the token that a decision gave");
      return null;
    }
    var visitor = exposure.get().visitor();
    boolean own = asker.owns(visitor) || asker.unproven() || Unproven.is(visitor);
    if (!own || !who.allows(visitor)) {
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
  private static boolean bot(@Nullable Fields context, IdentifiedVisitor asker) {
    return told(context) == null ? asker.bot() : isByBot(context, asker);
  }

  /** The same of what a visitor did: a backend that tells no agent is no bot itself. */
  private static boolean isByBot(@Nullable Fields context, IdentifiedVisitor asker) {
    return asker.trusted() ? Bots.sent(told(context)) : asker.bot();
  }

  /** The visitor's agent as a backend tells it. */
  private static @Nullable String told(@Nullable Fields context) {
    var agent = context == null ? null : context.get(ContextReader.AGENT);
    return agent == null ? null : agent.textValue();
  }

  /** Other parts of the context are whatever the sending library likes and not looked at. */
  private static Event.@Nullable Source source(@Nullable Fields context) {
    var page = context == null ? null : context.object("page");
    var campaign = context == null ? null : context.object("campaign");
    var referrer = page == null ? null : page.cut("referrer", Text.LONG);
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
}
