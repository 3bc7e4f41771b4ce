package io.knowfirst.rules.facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The product views of one visit, counted.
 *
 * @param favourite the product viewed most often, the newest of equals; null without views
 */
record Views(
    int products,
    int categories,
    int mostOfOneProduct,
    @Nullable Item favourite,
    int productsLikeFavourite) {

  /** Takes views newest first. */
  static Views of(List<Touch> newestFirst) {
    var times = new HashMap<String, Integer>();
    var categories = new HashSet<String>();
    var newestOfEach = new ArrayList<Item>();
    for (var touch : newestFirst) {
      var item = Touches.item(touch);
      if (times.merge(item.product(), touch.times(), Integer::sum) == touch.times()) {
        newestOfEach.add(item);
      }
      if (!item.category().isEmpty()) {
        categories.add(item.category());
      }
    }
    int most = 0;
    Item favourite = null;
    for (var item : newestOfEach) {
      int views = times.getOrDefault(item.product(), 0);
      if (views > most) {
        most = views;
        favourite = item;
      }
    }
    return new Views(
        newestOfEach.size(), categories.size(), most, favourite, like(favourite, newestOfEach));
  }

  private static int like(@Nullable Item favourite, List<Item> items) {
    if (favourite == null || favourite.category().isEmpty()) {
      return 0;
    }
    int alike = 0;
    for (var item : items) {
      if (item.category().equals(favourite.category())) {
        alike++;
      }
    }
    return alike;
  }
}
