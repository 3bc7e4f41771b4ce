package io.knowfirst.server.catalogue;

import io.knowfirst.rules.folder.ProductSelection.GoesWith;
import io.knowfirst.server.model.Product;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes with a product: colours that suit its own, the best first, and among those of one
 * colour what serves the same usage.
 *
 * @param colours best first
 */
record ColourMatch(Product product, List<String> colours) implements Ranking {

  /** Without any colour, so matching nothing, for a product whose colour is not known. */
  static ColourMatch of(Product product, GoesWith goesWith) {
    var colours = new ArrayList<String>();
    for (var own : Attributes.of(product, "colour")) {
      var other = goesWith.colours().getOrDefault("other", List.of());
      for (var colour : goesWith.colours().getOrDefault(Shelf.key(own), other)) {
        if (!colours.contains(colour)) {
          colours.add(colour);
        }
      }
    }
    return new ColourMatch(product, List.copyOf(colours));
  }

  /** Leaves only products of a colour that goes with it, for the same people. */
  void filter(Shelf shelf, long[] candidates) {
    var matching = shelf.having("colour", colours);
    for (int i = 0; i < candidates.length; i++) {
      candidates[i] &= matching[i];
    }
    Attributes.sameGender(product, shelf, candidates);
  }

  @Override
  public double most(Shelf shelf, String category) {
    return colours.size() + 0.5;
  }

  @Override
  public void rank(Shelf shelf, String category, long[] candidates, Best best) {
    var usage = shelf.having("usage", Attributes.of(product, "usage"));
    for (int c = 0; c < colours.size(); c++) {
      double score = colours.size() - c;
      var same = shelf.having("colour", List.of(colours.get(c)));
      var rest = new long[same.length];
      for (int i = 0; i < candidates.length; i++) {
        long word = candidates[i] & same[i];
        candidates[i] &= ~word;
        same[i] = word & usage[i];
        rest[i] = word & ~usage[i];
      }
      Ranking.inOrder(shelf, same, score + 0.5, best);
      Ranking.inOrder(shelf, rest, score, best);
    }
  }
}
