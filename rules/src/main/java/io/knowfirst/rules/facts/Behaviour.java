package io.knowfirst.rules.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes the facts that follow from what a visitor did: the products, searches, events and the visit
 * so far.
 */
public final class Behaviour {
  /** What e-mails and pages are called where they are asked for like own events. */
  public static final String EMAIL_OPENED = "Email Opened";

  public static final String EMAIL_CLICKED = "Email Link Clicked";
  public static final String PAGE_VIEWED = "Page Viewed";

  private static final int EMAIL_DAYS = 90;

  private final History history;
  private final Visitor visitor;
  private final long visitSince;
  private final ShopClock clock;
  private final Keys keys;
  private final List<Fact> facts = new ArrayList<>();

  private Behaviour(History history, Visitor visitor, long visitSince, ShopClock clock, Keys keys) {
    this.history = history;
    this.visitor = visitor;
    this.visitSince = visitSince;
    this.clock = clock;
    this.keys = keys;
  }

  /**
   * @param history as it was known at {@code now}
   * @param visitSince when this visit began, in milliseconds since the epoch
   * @param clock the decision's, on which days are counted
   */
  public static List<Fact> facts(
      History history, Visitor visitor, long visitSince, ShopClock clock, Keys keys) {
    var behaviour = new Behaviour(history, visitor, visitSince, clock, keys);
    behaviour.each(Bought.class, history.byKey(Touch.Kind.BOUGHT), behaviour::bought);
    behaviour.each(Viewed.class, history.byKey(Touch.Kind.VIEWED), behaviour::viewed);
    behaviour.viewedProducts();
    behaviour.each(InCart.class, history.cartByKey(), behaviour::inCart);
    behaviour.each(Searched.class, history.byKey(Touch.Kind.SEARCHED), behaviour::searched);
    behaviour.did();
    behaviour.email();
    behaviour.campaigns();
    behaviour.facts.addAll(Outreach.of(history).responded(visitor, clock, keys));
    behaviour.visit();
    return behaviour.facts;
  }

  /** Makes a fact for each key that some rule asks about. */
  private void each(
      Class<? extends Fact> type,
      Map<String, Touches> byKey,
      BiFunction<String, Touches, Fact> fact) {
    byKey.forEach(
        (key, touches) -> {
          if (!key.equals(History.ALL) && keys.asked(type, key)) {
            facts.add(fact.apply(key, touches));
          }
        });
  }

  private Fact bought(String category, Touches touches) {
    return new Bought(category, touches, visitor, clock);
  }

  private Fact viewed(String category, Touches touches) {
    return new Viewed(category, touches, visitor, clock, visitSince);
  }

  private void viewedProducts() {
    if (!keys.asked(ViewedProduct.class, "")) {
      return;
    }
    var byProduct = new LinkedHashMap<String, List<Touch>>();
    for (var touch : history.all(Touch.Kind.VIEWED)) {
      byProduct.computeIfAbsent(Touches.item(touch).product(), p -> new ArrayList<>()).add(touch);
    }
    byProduct.forEach((product, list) -> facts.add(viewedProduct(product, new Touches(list))));
  }

  private Fact viewedProduct(String product, Touches touches) {
    return new ViewedProduct(
        product,
        Touches.item(touches.newest()).category(),
        touches.count(),
        touches.countSince(visitSince),
        touches.daysAgo(clock),
        visitor,
        touches.origins());
  }

  private Fact inCart(String category, Touches touches) {
    return new InCart(
        category,
        pieces(touches.all()),
        touches.valueSince(Long.MIN_VALUE),
        (int) ((clock.now() - touches.newest().at()) / 3_600_000L),
        Touches.item(touches.newest()).product(),
        visitor,
        touches.origins());
  }

  private Fact searched(String term, Touches touches) {
    boolean thisVisit = touches.newest().at() >= visitSince;
    return new Searched(
        term, touches.count(), touches.daysAgo(clock), thisVisit, visitor, touches.origins());
  }

  /** Own events, and of e-mails and pages what is asked for by properties. */
  private void did() {
    each(
        Did.class,
        history.byKey(Touch.Kind.DID),
        (event, touches) -> did(event, new TreeMap<>(), touches));
    history.byKey(Touch.Kind.DID).forEach((event, touches) -> alike(event, touches.all()));
    alike(EMAIL_OPENED, history.all(Touch.Kind.EMAIL_OPENED));
    alike(EMAIL_CLICKED, history.all(Touch.Kind.EMAIL_CLICKED));
    alike(PAGE_VIEWED, history.all(Touch.Kind.PAGE));
  }

  private void alike(String event, List<Touch> touches) {
    if (event.equals(History.ALL)) {
      return;
    }
    for (var names : keys.properties(event)) {
      var alike = new LinkedHashMap<SortedMap<String, @Nullable String>, List<Touch>>();
      for (var touch : touches) {
        var values = new TreeMap<String, @Nullable String>();
        names.forEach(name -> values.put(name, touch.properties().get(name)));
        alike.computeIfAbsent(values, v -> new ArrayList<>()).add(touch);
      }
      alike.forEach((values, list) -> facts.add(did(event, values, new Touches(list))));
    }
  }

  private Did did(String event, SortedMap<String, @Nullable String> values, Touches touches) {
    int thisVisit = touches.countSince(visitSince);
    return new Did(
        event,
        values,
        touches.count(),
        touches.daysAgo(clock),
        thisVisit,
        visitor,
        touches.origins());
  }

  private void email() {
    var opened = history.of(Touch.Kind.EMAIL_OPENED);
    var clicked = history.of(Touch.Kind.EMAIL_CLICKED);
    if (opened.count() + clicked.count() == 0 || !keys.asked(Email.class, "")) {
      return;
    }
    long since = clock.since(EMAIL_DAYS);
    var origins = new ArrayList<>(clicked.origins());
    origins.addAll(opened.origins());
    facts.add(
        new Email(
            opened.countSince(since),
            clicked.countSince(since),
            clicked.count() == 0 ? null : clicked.daysAgo(clock),
            visitor,
            List.copyOf(origins)));
  }

  private void campaigns() {
    var shown = history.byKey(Touch.Kind.SHOWN);
    var clicked = history.byKey(Touch.Kind.CLICKED);
    each(Shown.class, shown, (id, touches) -> new Shown(id, touches, visitor, clock));
    each(Clicked.class, clicked, (id, touches) -> new Clicked(id, touches, visitor, clock));
    var campaigns = new LinkedHashSet<>(shown.keySet());
    campaigns.addAll(clicked.keySet());
    for (var campaign : campaigns) {
      if (!campaign.equals(History.ALL) && keys.asked(Converted.class, campaign)) {
        converted(campaign, shown.get(campaign), clicked.get(campaign));
      }
    }
  }

  private void converted(String campaign, @Nullable Touches shown, @Nullable Touches clicked) {
    var causes = new ArrayList<Touch>();
    causes.addAll(shown == null ? List.of() : shown.all());
    causes.addAll(clicked == null ? List.of() : clicked.all());
    var orders = Conversions.of(history.all(Touch.Kind.BOUGHT), causes);
    if (!orders.isEmpty()) {
      facts.add(new Converted(campaign, new Touches(orders), visitor, clock));
    }
  }

  private void visit() {
    if (!keys.asked(Visit.class, "")) {
      return;
    }
    var views = Views.of(history.of(Touch.Kind.VIEWED).since(visitSince));
    var newest = new Touches(history.newest(visitSince));
    facts.add(
        new Visit(
            (int) ((clock.now() - visitSince) / 60_000L),
            timesSinceVisit(Touch.Kind.PAGE),
            views.products(),
            views.categories(),
            timesSinceVisit(Touch.Kind.SEARCHED),
            views.mostOfOneProduct(),
            views.favourite() == null ? null : views.favourite().product(),
            views.favourite() == null ? "" : views.favourite().category(),
            views.productsLikeFavourite(),
            timesSinceVisit(Touch.Kind.CART_ADDED),
            timesSinceVisit(Touch.Kind.CART_REMOVED),
            pieces(history.cart()),
            visitor,
            newest.origins()));
  }

  private int timesSinceVisit(Touch.Kind kind) {
    return history.of(kind).countSince(visitSince);
  }

  private static int pieces(List<Touch> cart) {
    return cart.stream().mapToInt(t -> Touches.item(t).quantity()).sum();
  }
}
