package io.knowfirst.server.http;

import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.server.quality.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The event names of the Segment e-commerce and e-mail specifications, and what other trackers call
 * the same: Google Analytics 4, Meta Pixel and Segment's first specification. Case, blanks, hyphens
 * and underscores make no difference. docs/events.md has the table.
 */
final class EventNames {
  static final String ORDER_COMPLETED = "Order Completed";

  private static final List<String> SPEC =
      List.of(
          "Products Searched",
          "Product List Viewed",
          "Product List Filtered",
          "Promotion Viewed",
          "Promotion Clicked",
          "Product Clicked",
          "Product Viewed",
          "Product Added",
          "Product Removed",
          "Cart Viewed",
          "Checkout Started",
          "Checkout Step Viewed",
          "Checkout Step Completed",
          "Payment Info Entered",
          "Order Updated",
          ORDER_COMPLETED,
          "Order Refunded",
          "Order Cancelled",
          "Coupon Entered",
          "Coupon Applied",
          "Coupon Denied",
          "Coupon Removed",
          "Product Added to Wishlist",
          "Product Removed from Wishlist",
          "Wishlist Product Added to Cart",
          "Product Shared",
          "Cart Shared",
          "Product Reviewed",
          "Email Delivered",
          "Email Opened",
          "Email Link Clicked",
          "Email Bounced",
          "Email Marked as Spam",
          "Unsubscribed",
          "Signed Up",
          "Signed In",
          "Signed Out",
          "Account Created");

  /** About the one product that stands in the properties. */
  private static final Set<String> ONE_PRODUCT =
      Set.of(
          "Product Clicked",
          "Product Viewed",
          "Product Added",
          "Product Removed",
          "Product Added to Wishlist",
          "Product Removed from Wishlist",
          "Wishlist Product Added to Cart");

  private static final Map<String, String> BY_KEY = new HashMap<>();

  static {
    SPEC.forEach(name -> BY_KEY.put(key(name), name));
    Map.ofEntries(
            Map.entry("purchase", ORDER_COMPLETED),
            Map.entry("completedOrder", ORDER_COMPLETED),
            Map.entry("orderPlaced", ORDER_COMPLETED),
            Map.entry("placedOrder", ORDER_COMPLETED),
            Map.entry("refund", "Order Refunded"),
            Map.entry("refundedOrder", "Order Refunded"),
            Map.entry("cancelledOrder", "Order Cancelled"),
            Map.entry("canceledOrder", "Order Cancelled"),
            Map.entry("orderCanceled", "Order Cancelled"),
            Map.entry("updatedOrder", "Order Updated"),
            Map.entry("view_item", "Product Viewed"),
            Map.entry("viewContent", "Product Viewed"),
            Map.entry("viewedProduct", "Product Viewed"),
            Map.entry("select_item", "Product Clicked"),
            Map.entry("clickedProduct", "Product Clicked"),
            Map.entry("view_item_list", "Product List Viewed"),
            Map.entry("viewedProductCategory", "Product List Viewed"),
            Map.entry("viewedProductList", "Product List Viewed"),
            Map.entry("productCategoryViewed", "Product List Viewed"),
            Map.entry("add_to_cart", "Product Added"),
            Map.entry("addedProduct", "Product Added"),
            Map.entry("addedToCart", "Product Added"),
            Map.entry("productAddedToCart", "Product Added"),
            Map.entry("remove_from_cart", "Product Removed"),
            Map.entry("removedProduct", "Product Removed"),
            Map.entry("productRemovedFromCart", "Product Removed"),
            Map.entry("view_cart", "Cart Viewed"),
            Map.entry("viewedCart", "Cart Viewed"),
            Map.entry("begin_checkout", "Checkout Started"),
            Map.entry("initiateCheckout", "Checkout Started"),
            Map.entry("startedCheckout", "Checkout Started"),
            Map.entry("startedOrder", "Checkout Started"),
            Map.entry("add_payment_info", "Payment Info Entered"),
            Map.entry("viewedCheckoutStep", "Checkout Step Viewed"),
            Map.entry("completedCheckoutStep", "Checkout Step Completed"),
            Map.entry("search", "Products Searched"),
            Map.entry("view_search_results", "Products Searched"),
            Map.entry("searchedProducts", "Products Searched"),
            Map.entry("view_promotion", "Promotion Viewed"),
            Map.entry("viewedPromotion", "Promotion Viewed"),
            Map.entry("select_promotion", "Promotion Clicked"),
            Map.entry("clickedPromotion", "Promotion Clicked"),
            Map.entry("add_to_wishlist", "Product Added to Wishlist"),
            Map.entry("addedProductToWishlist", "Product Added to Wishlist"),
            Map.entry("sign_up", "Signed Up"),
            Map.entry("completeRegistration", "Signed Up"),
            Map.entry("login", "Signed In"),
            Map.entry("emailClicked", "Email Link Clicked"))
        .forEach((other, name) -> BY_KEY.put(key(other), name));
  }

  private final ShopVocabulary shop;

  EventNames(ShopVocabulary shop) {
    this.shop = shop;
  }

  /** The name of a track event, as it is kept; what it is understood as is noted. */
  String read(Fields body, Fields loose, Map<String, Object> values, Notes notes) {
    var said = loose.label("event");
    var sent = said == null ? body.requiredId("event") : said;
    var name = canonical(sent);
    if (!name.equals(sent)) {
      notes.count(Kind.SYNONYM, sent + " -> " + name);
    }
    Properties.rename(name, sent, values);
    if (understood(name)) {
      notes.count(Kind.EVENT, name);
      return name;
    }
    var near = near(name);
    if (near.isPresent()) {
      var advice = "Maybe \"" + near.get() + "\" is meant.";
      notes.add(
          Kind.UNKNOWN_EVENT,
          name,
          body.at().field("event"),
          name,
          "a name that a rule, a metric or the Segment specification has",
          advice);
    } else {
      notes.count(Kind.UNKNOWN_EVENT, name);
    }
    return name;
  }

  /** The name under which the event is kept; one that rules or metrics name stays as it is. */
  private String canonical(String sent) {
    var known = BY_KEY.get(key(sent));
    return known == null || known.equals(sent) || shop.reads(sent) ? sent : known;
  }

  /** Whether anything is made of the name. */
  private boolean understood(String name) {
    return isSpec(name) || shop.reads(name);
  }

  /** A name that is understood and spelt almost so. */
  private Optional<String> near(String name) {
    var known = new HashSet<>(SPEC);
    known.addAll(shop.events());
    return Suggestion.nearest(name, known);
  }

  static boolean isSpec(String name) {
    return name.equals(BY_KEY.get(key(name)));
  }

  static boolean isOfOneProduct(String name) {
    return ONE_PRODUCT.contains(name);
  }

  static boolean isOrder(String name) {
    return name.startsWith("Order ");
  }

  private static String key(String name) {
    var key = new StringBuilder(name.length());
    name.toLowerCase(Locale.ROOT)
        .chars()
        .filter(Character::isLetterOrDigit)
        .forEach(key::appendCodePoint);
    return key.toString();
  }
}
