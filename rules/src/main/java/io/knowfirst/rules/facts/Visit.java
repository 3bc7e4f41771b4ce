package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * This visit so far: what the visitor did since it began, this request included.
 *
 * @param minutes whole minutes since it began
 * @param pages pages viewed
 * @param products different products viewed
 * @param categories different categories viewed
 * @param searches searches made
 * @param mostViewsOfOneProduct how often the favourite was viewed
 * @param favourite the product viewed most often, the newest of equals; null before the first view
 * @param favouriteCategory its category; empty when unknown
 * @param productsLikeFavourite different products of that category viewed; 0 when it is unknown
 * @param cartAdditions times that something was put into the cart
 * @param cartRemovals times that something was taken out of it
 * @param cartPieces pieces in the cart now, from this visit or an earlier one
 */
public record Visit(
    int minutes,
    int pages,
    int products,
    int categories,
    int searches,
    int mostViewsOfOneProduct,
    @Nullable String favourite,
    String favouriteCategory,
    int productsLikeFavourite,
    int cartAdditions,
    int cartRemovals,
    int cartPieces,
    Visitor visitor,
    List<Origin> origins)
    implements Fact {
  @Override
  public Map<String, Object> values() {
    return KnownValues.of(
        "minutes", minutes,
        "pages", pages,
        "products", products,
        "categories", categories,
        "searches", searches,
        "mostViewsOfOneProduct", mostViewsOfOneProduct,
        "favourite", favourite,
        "favouriteCategory", favouriteCategory,
        "productsLikeFavourite", productsLikeFavourite,
        "cartAdditions", cartAdditions,
        "cartRemovals", cartRemovals,
        "cartPieces", cartPieces);
  }
}
