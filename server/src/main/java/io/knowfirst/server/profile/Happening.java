package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Arrival;
import io.knowfirst.rules.facts.Categories;
import io.knowfirst.rules.facts.Habits;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.Rating;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.model.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an event means for a profile: the names of the Segment specification, read as touches. */
final class Happening {
  private static final Map<String, Touch.Kind> PRODUCTS =
      Map.of(
          "Product Viewed",
          Touch.Kind.VIEWED,
          "Product Added",
          Touch.Kind.CART_ADDED,
          "Product Removed",
          Touch.Kind.CART_REMOVED,
          Order.COMPLETED,
          Touch.Kind.BOUGHT);
  private static final Set<String> CART = Set.of("Cart Viewed", "Cart Updated");
  private static final Map<String, Touch.Kind> EMAIL =
      Map.of(
          "Email Opened", Touch.Kind.EMAIL_OPENED,
          "Email Link Clicked", Touch.Kind.EMAIL_CLICKED);
  private static final String SEARCH = "Products Searched";
  private static final String CLICK = "Promotion Clicked";
  private static final int SEARCH_LENGTH = 200;

  /** Products of one page, e-mail's link or search that count; of more, none is meant. */
  private static final int MOST_ABOUT = 5;

  private static final List<String> CAMPAIGN =
      List.of("campaign_name", "campaign", "campaign_id", "email_subject", "email_id");

  private Happening() {}

  static List<Touch> touches(Event event) {
    if (event.isMeasuredOnly()) {
      return List.of();
    }
    var touches = happened(event);
    var outreach = ContactTouches.of(event);
    if (outreach.isEmpty()) {
      return touches;
    }
    var all = new ArrayList<>(touches);
    all.addAll(outreach);
    return all;
  }

  private static List<Touch> happened(Event event) {
    return switch (event.type()) {
      case TRACK -> tracked(event);
      case PAGE -> page(event);
      case EXPOSURE -> List.of(shown(event));
      case STEP -> List.of(stepped(event));
      case IDENTIFY, CONSENT, RESET -> List.of();
    };
  }

  /**
   * Whether the visitor was there: pages and what is tracked, except e-mail, which is opened
   * elsewhere, and what a feed of another system tells.
   */
  static boolean isActivity(Event event) {
    return switch (event.type()) {
      case PAGE -> true;
      case TRACK ->
          !event.name().startsWith("Email ") && !event.isMeasuredOnly() && !event.isOfFeed();
      case IDENTIFY, CONSENT, EXPOSURE, RESET, STEP -> false;
    };
  }

  /** Where a page view says that the visitor came from; null when it says nothing. */
  static @Nullable Arrival arrival(Event event) {
    var source = event.source();
    if (event.type() != Event.Type.PAGE || source == null) {
      return null;
    }
    var at = java.time.Instant.ofEpochMilli(event.at().toEpochMilli());
    var landing = maybe(event, event.values().containsKey("path") ? "path" : "url");
    var arrival =
        Arrival.from(source.referrer(), source.utm(), landing, new Origin(event.id(), at));
    return arrival.referrer() == null && source.utm().isEmpty() ? null : arrival;
  }

  /** The bit of the device that a page was viewed with; 0 where it is not known. */
  static int device(Event event) {
    return event.values().get(Event.DEVICE) instanceof String type ? Habits.bit(type) : 0;
  }

  private static List<Touch> tracked(Event event) {
    if (event.name().equals(Order.COMPLETED) && Order.id(event) != null) {
      return List.of();
    }
    var products = PRODUCTS.get(event.name());
    if (products != null && !event.items().isEmpty()) {
      return products(products, event);
    }
    if (CART.contains(event.name())) {
      return cart(event);
    }
    var email = EMAIL.get(event.name());
    if (email != null) {
      var touch = telling(email, event, campaign(event), EventProperties.CAMPAIGN);
      return email == Touch.Kind.EMAIL_CLICKED
          ? withAbout(List.of(touch), Touch.EMAIL, event)
          : List.of(touch);
    }
    if (event.name().equals(SEARCH) && event.values().get("query") instanceof String query) {
      var searched = List.of(touch(Touch.Kind.SEARCHED, event, search(query)));
      return withAbout(searched, Touch.SEARCH, event);
    }
    var did = telling(Touch.Kind.DID, event, event.name(), null);
    double stars = Rating.stars(event.name(), event.values());
    if (stars >= 0 && !event.items().isEmpty()) {
      return rated(event, Rating.text(stars), did);
    }
    var clicked = event.name().equals(CLICK) ? promotion(event) : "";
    return clicked.isEmpty()
        ? List.of(did)
        : List.of(did, touch(Touch.Kind.CLICKED, event, clicked));
  }

  private static List<Touch> rated(Event event, String stars, Touch did) {
    var touches = new ArrayList<Touch>(event.items().size() + 1);
    for (var item : event.items()) {
      long at = event.at().toEpochMilli();
      var shared = Shared.of(item);
      touches.add(new Touch(Touch.Kind.RATED, at, event.id(), stars, shared, 1, confirmed(event)));
    }
    touches.add(did);
    return touches;
  }

  private static String promotion(Event event) {
    return text(event, "promotion_id", text(event, "campaign", ""));
  }

  private static List<Touch> products(Touch.Kind kind, Event event) {
    var touches = new ArrayList<Touch>(event.items().size());
    for (var item : event.items()) {
      touches.add(
          new Touch(
              kind,
              event.at().toEpochMilli(),
              event.id(),
              "",
              Shared.of(item),
              1,
              confirmed(event)));
    }
    return touches;
  }

  /** Nothing is known of what lies in the cart where its products are not given. */
  private static List<Touch> cart(Event event) {
    var touches = new ArrayList<>(products(Touch.Kind.CART_SET, event));
    if (event.items().isEmpty() && event.values().containsKey(Event.PRODUCTS)) {
      touches.add(touch(Touch.Kind.CART_SET, event, ""));
    }
    touches.add(telling(Touch.Kind.DID, event, event.name(), null));
    return touches;
  }

  /** What was searched for, in small letters; of a longer text the beginning. */
  private static String search(String query) {
    var term = query.strip().toLowerCase(Locale.ROOT);
    if (term.length() <= SEARCH_LENGTH) {
      return term;
    }
    boolean halved = Character.isHighSurrogate(term.charAt(SEARCH_LENGTH - 1));
    return term.substring(0, halved ? SEARCH_LENGTH - 1 : SEARCH_LENGTH);
  }

  private static List<Touch> page(Event event) {
    var page = telling(Touch.Kind.PAGE, event, event.name(), EventProperties.PAGE);
    var arrival = arrival(event);
    var touches =
        arrival == null
            ? List.of(page)
            : List.of(page, touch(Touch.Kind.ARRIVED, event, arrival.source()));
    return event.items().isEmpty() ? touches : withAbout(touches, Touch.PAGE, event);
  }

  /** And what it was about: its products, or else the category that it names. */
  private static List<Touch> withAbout(List<Touch> touches, String about, Event event) {
    var items = event.items();
    if (items.isEmpty()) {
      var category = Categories.path(text(event, "category", ""));
      var brand = maybe(event, "brand");
      var size = maybe(event, "size");
      var colour = maybe(event, event.values().containsKey("colour") ? "colour" : "color");
      var named = new Item("", category, brand, size, colour, 0, 1);
      boolean any = !category.isEmpty() || brand != null || size != null || colour != null;
      items = any ? List.of(named) : List.of();
    }
    var all = new ArrayList<>(touches);
    for (var item : items.subList(0, Math.min(items.size(), MOST_ABOUT))) {
      long at = event.at().toEpochMilli();
      var shared = Shared.of(item);
      all.add(new Touch(Touch.Kind.ABOUT, at, event.id(), about, shared, 1, confirmed(event)));
    }
    return all;
  }

  private static @Nullable String maybe(Event event, String name) {
    return event.values().get(name) instanceof String text && !text.isBlank() ? text : null;
  }

  static String campaign(Event event) {
    for (var name : CAMPAIGN) {
      if (event.values().get(name) instanceof String campaign) {
        return campaign;
      }
    }
    var source = event.source();
    return source == null ? "" : source.utm().getOrDefault("campaign", "");
  }

  private static String text(Event event, String name, String otherwise) {
    return event.values().get(name) instanceof String text ? text : otherwise;
  }

  private static Touch touch(Touch.Kind kind, Event event, String name) {
    long at = event.at().toEpochMilli();
    return new Touch(kind, at, event.id(), Shared.of(name), null, 1, confirmed(event));
  }

  /** On which channel it was is kept, as caps ask for it. */
  private static Touch shown(Event event) {
    var named = Shared.of(text(event, "campaign", event.name()));
    var channel = event.values().get("channel");
    var properties =
        channel instanceof String on ? Shared.of(Map.of("channel", on)) : Map.<String, String>of();
    long at = event.at().toEpochMilli();
    boolean confirmed = confirmed(event);
    return new Touch(Touch.Kind.SHOWN, at, event.id(), named, null, 1, confirmed, properties);
  }

  /** A touch that keeps what its event said. */
  private static Touch telling(
      Touch.Kind kind, Event event, String name, @Nullable String nameOfName) {
    var properties = Shared.of(EventProperties.of(event, nameOfName, name));
    var named = Shared.of(name);
    long at = event.at().toEpochMilli();
    return new Touch(kind, at, event.id(), named, null, 1, confirmed(event), properties);
  }

  /** A move in a campaign of steps says all of where the visitor is then. */
  private static Touch stepped(Event event) {
    var said = new HashMap<String, String>();
    event
        .values()
        .forEach(
            (name, value) -> {
              if (value instanceof String text) {
                said.put(name, text);
              }
            });
    long at = event.at().toEpochMilli();
    var name = Shared.of(event.name());
    return new Touch(Touch.Kind.STEPPED, at, event.id(), name, null, 1, true, Map.copyOf(said));
  }

  static boolean confirmed(Event event) {
    return event.sender() == Event.Sender.SERVER;
  }
}
