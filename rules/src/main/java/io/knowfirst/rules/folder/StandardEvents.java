package io.knowfirst.rules.folder;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The event names of the Segment e-commerce and e-mail specifications, and what other trackers call
 * the same: Google Analytics 4, Meta Pixel and Segment's first specification. Case, blanks, hyphens
 * and underscores make no difference. docs/events.md has the table.
 */
public final class StandardEvents {
  public static final String ORDER_COMPLETED = "Order Completed";

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
          "Cart Updated",
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

  private static final Map<String, String> BY_KEY = new HashMap<>();

  static {
    SPEC.forEach(name -> BY_KEY.put(key(name), name));
    Map.ofEntries(
            Map.entry("purchase", ORDER_COMPLETED),
            Map.entry("completedOrder", ORDER_COMPLETED),
            Map.entry("orderPlaced", ORDER_COMPLETED),
            Map.entry("placedOrder", ORDER_COMPLETED),
            Map.entry("checkout_completed", ORDER_COMPLETED),
            Map.entry("completePayment", ORDER_COMPLETED),
            Map.entry("placeAnOrder", ORDER_COMPLETED),
            Map.entry("completePurchase", ORDER_COMPLETED),
            Map.entry("ecommerce_purchase", ORDER_COMPLETED),
            Map.entry("trackEcommerceOrder", ORDER_COMPLETED),
            Map.entry("commerce.purchases", ORDER_COMPLETED),
            Map.entry("refund", "Order Refunded"),
            Map.entry("refundedOrder", "Order Refunded"),
            Map.entry("cancelledOrder", "Order Cancelled"),
            Map.entry("canceledOrder", "Order Cancelled"),
            Map.entry("orderCanceled", "Order Cancelled"),
            Map.entry("updatedOrder", "Order Updated"),
            Map.entry("view_item", "Product Viewed"),
            Map.entry("viewContent", "Product Viewed"),
            Map.entry("viewedProduct", "Product Viewed"),
            Map.entry("productDetail", "Product Viewed"),
            Map.entry("setEcommerceView", "Product Viewed"),
            Map.entry("commerce.productViews", "Product Viewed"),
            Map.entry("prodView", "Product Viewed"),
            Map.entry("productClick", "Product Clicked"),
            Map.entry("collection_viewed", "Product List Viewed"),
            Map.entry("select_item", "Product Clicked"),
            Map.entry("clickedProduct", "Product Clicked"),
            Map.entry("view_item_list", "Product List Viewed"),
            Map.entry("viewedProductCategory", "Product List Viewed"),
            Map.entry("viewedProductList", "Product List Viewed"),
            Map.entry("productCategoryViewed", "Product List Viewed"),
            Map.entry("add_to_cart", "Product Added"),
            Map.entry("addedProduct", "Product Added"),
            Map.entry("addedToCart", "Product Added"),
            Map.entry("addEcommerceItem", "Product Added"),
            Map.entry("commerce.productListAdds", "Product Added"),
            Map.entry("scAdd", "Product Added"),
            Map.entry("wishlistProductAddedToCart", "Product Added"),
            Map.entry("scRemove", "Product Removed"),
            Map.entry("commerce.productListRemovals", "Product Removed"),
            Map.entry("removeEcommerceItem", "Product Removed"),
            Map.entry("trackEcommerceCartUpdate", "Cart Updated"),
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
            Map.entry("scCheckout", "Checkout Started"),
            Map.entry("commerce.checkouts", "Checkout Started"),
            Map.entry("add_payment_info", "Payment Info Entered"),
            Map.entry("payment_info_submitted", "Payment Info Entered"),
            Map.entry("viewedCheckoutStep", "Checkout Step Viewed"),
            Map.entry("completedCheckoutStep", "Checkout Step Completed"),
            Map.entry("search", "Products Searched"),
            Map.entry("view_search_results", "Products Searched"),
            Map.entry("searchedProducts", "Products Searched"),
            Map.entry("search_submitted", "Products Searched"),
            Map.entry("trackSiteSearch", "Products Searched"),
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

  private StandardEvents() {}

  /** The specification's names. */
  public static List<String> names() {
    return SPEC;
  }

  /**
   * The specification's name of an event that may be called otherwise; empty for one of its own.
   */
  public static Optional<String> named(String event) {
    return Optional.ofNullable(BY_KEY.get(key(event)));
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
