package io.knowfirst.server.catalogue;

import io.knowfirst.rules.facts.Categories;
import io.knowfirst.rules.facts.Interest;
import io.knowfirst.rules.facts.InterestWeights;
import java.util.ArrayList;
import java.util.List;

/**
 * Ranks what came into the assortment of late by the shares of the visitor's interests that it
 * meets: the narrowest category, brands and colours. What meets none is left out.
 */
record Appeal(Shopper shopper, long since) implements Ranking {
  private static final List<String> ATTRIBUTES =
      List.of(InterestWeights.BRAND, InterestWeights.COLOUR);

  @Override
  public double most(Shelf shelf, String category) {
    return shelf.latest().added() > since ? Double.MAX_VALUE : NONE;
  }

  @Override
  public void rank(Shelf shelf, String category, long[] candidates, Best best) {
    double common = share(category);
    var places = new ArrayList<long[]>();
    var shares = new ArrayList<Double>();
    for (var attribute : ATTRIBUTES) {
      for (var interest : shopper.interests(attribute)) {
        places.add(shelf.having(attribute, List.of(interest.value())));
        shares.add(interest.share());
      }
    }
    if (common == 0 && places.isEmpty()) {
      return;
    }
    for (int i = 0; i < candidates.length; i++) {
      for (long word = candidates[i]; word != 0; word &= word - 1) {
        int slot = (i << 6) + Long.numberOfTrailingZeros(word);
        long added = shelf.product(slot).changes().added();
        if (added > since && added <= shopper.now()) {
          double score = common;
          for (int k = 0; k < places.size(); k++) {
            score += (places.get(k)[i] >> slot & 1) == 0 ? 0 : shares.get(k);
          }
          if (score > 0 && !best.closedTo(score)) {
            best.offer(shelf.product(slot), score);
          }
        }
      }
    }
  }

  private double share(String category) {
    var lineage = Categories.lineage(category);
    for (int i = lineage.size() - 1; i >= 0; i--) {
      for (Interest interest : shopper.interests(InterestWeights.CATEGORY)) {
        if (interest.value().equals(lineage.get(i))) {
          return interest.share();
        }
      }
    }
    return 0;
  }
}
