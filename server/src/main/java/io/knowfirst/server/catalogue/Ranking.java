package io.knowfirst.server.catalogue;

/** In which order the products of a shelf are wanted. */
interface Ranking {
  /** Of a shelf on which there is nothing to be ranked. */
  double NONE = -1;

  /** The highest score that a product of this shelf can have; {@link #NONE} for none. */
  double most(Shelf shelf, String category);

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
        public double most(Shelf shelf, String category) {
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
