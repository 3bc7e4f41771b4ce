package io.knowfirst.rules.folder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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

  /** The specifications' names, each with what other trackers call the same. */
  private static final String TABLE =
      """
      Products Searched: search, view_search_results, searchedProducts, search_submitted, trackSiteSearch
      Product List Viewed: collection_viewed, view_item_list, viewedProductCategory, viewedProductList, productCategoryViewed
      Product List Filtered
      Promotion Viewed: view_promotion, viewedPromotion
      Promotion Clicked: select_promotion, clickedPromotion
      Product Clicked: productClick, select_item, clickedProduct
      Product Viewed: view_item, viewContent, viewedProduct, productDetail, setEcommerceView, commerce.productViews, prodView
      Product Added: add_to_cart, addedProduct, addedToCart, addEcommerceItem, commerce.productListAdds, scAdd, wishlistProductAddedToCart, productAddedToCart
      Product Removed: scRemove, commerce.productListRemovals, removeEcommerceItem, remove_from_cart, removedProduct, productRemovedFromCart
      Cart Viewed: view_cart, viewedCart
      Cart Updated: trackEcommerceCartUpdate
      Checkout Started: begin_checkout, initiateCheckout, startedCheckout, startedOrder, scCheckout, commerce.checkouts
      Checkout Step Viewed: viewedCheckoutStep
      Checkout Step Completed: completedCheckoutStep
      Payment Info Entered: add_payment_info, payment_info_submitted
      Order Updated: updatedOrder
      Order Completed: purchase, completedOrder, orderPlaced, placedOrder, checkout_completed, completePayment, placeAnOrder, completePurchase, ecommerce_purchase, trackEcommerceOrder, commerce.purchases
      Order Refunded: refund, refundedOrder
      Order Cancelled: cancelledOrder, canceledOrder, orderCanceled
      Coupon Entered
      Coupon Applied
      Coupon Denied
      Coupon Removed
      Product Added to Wishlist: add_to_wishlist, addedProductToWishlist
      Product Removed from Wishlist
      Product Shared
      Cart Shared
      Product Reviewed: reviewedProduct, reviewSubmitted
      Product Rated: ratedProduct, rateProduct
      Product Rating Removed: productReviewRemoved, productReviewDeleted
      Email Delivered
      Email Opened
      Email Link Clicked: emailClicked
      Email Bounced
      Email Marked as Spam
      Unsubscribed
      Signed Up: sign_up, completeRegistration
      Signed In: login
      Signed Out
      Account Created
      """;

  private static final List<String> SPEC = new ArrayList<>();
  private static final Map<String, String> BY_KEY = new HashMap<>();

  static {
    for (var line : TABLE.lines().toList()) {
      var names = line.split("[:,] ", -1);
      SPEC.add(names[0]);
      Arrays.stream(names).forEach(name -> BY_KEY.put(key(name), names[0]));
    }
  }

  private StandardEvents() {}

  /** The specification's names. */
  public static List<String> names() {
    return Collections.unmodifiableList(SPEC);
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
