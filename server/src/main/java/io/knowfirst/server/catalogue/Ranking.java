package io.knowfirst.server.catalogue;

/** In which order the products of a shelf are wanted. */
interface Ranking {
  /** The highest score that a product of this category can have. */
  double most(String category);

  /**
   * Offers the best of the candidates.
   *
   * @param candidates a bit for each product of the shelf that may be taken; not kept unchanged
   */
  void rank(Shelf shelf, String category, long[] candidates, Best best);

  /** The standing order: popularity, then id. */
  Ranking STANDING =
      new Ranking() {
        @Override
        public double most(String category) {
          return 0;
        }

        @Override
        public void rank(Shelf shelf, String category, long[] candidates, Best best) {
          inOrder(shelf, candidates, 0, best);
        }
      };

  /** Offers candidates of one score until one is not good enough: those after it are no better. */
  static void inOrder(Shelf shelf, long[] candidates, double score, Best best) {
    for (int i = 0; i < candidates.length; i++) {
      for (long word = candidates[i]; word != 0; word &= word - 1) {
        int slot = (i << 6) + Long.numberOfTrailingZeros(word);
        if (!best.offer(shelf.product(slot), score)) {
          return;
        }
      }
    }
  }
}
