package io.knowfirst.rules.engine;

import java.util.List;

/**
 * A part of a shape: what the conditions of a rule look like apart from their constraints. Rules of
 * one shape share one rule of the engine. Positions count the parts that hold a fact or results.
 */
sealed interface ShapePart {
  /**
   * A fact.
   *
   * @param others the positions of facts that its constraints read beside it
   */
  record FactPart(int position, List<Integer> others) implements ShapePart {
    public FactPart {
      others = List.copyOf(others);
    }
  }

  /** A not or an exists. */
  record GroupPart(boolean not, List<ShapePart> of) implements ShapePart {
    public GroupPart {
      of = List.copyOf(of);
    }
  }

  /** An accumulate. */
  record SumPart(int position, List<FactPart> over, List<Integer> others) implements ShapePart {
    public SumPart {
      over = List.copyOf(over);
      others = List.copyOf(others);
    }
  }
}
