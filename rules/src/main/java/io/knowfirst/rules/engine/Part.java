package io.knowfirst.rules.engine;

import java.util.List;

/**
 * A part of a shape: what the conditions of a rule look like apart from their constraints. Rules of
 * one shape share one rule of the engine. Positions count the parts that hold a fact or results.
 */
sealed interface Part {
  /**
   * A fact.
   *
   * @param others the positions of facts that its constraints read beside it
   */
  record One(int position, List<Integer> others) implements Part {
    public One {
      others = List.copyOf(others);
    }
  }

  /** A not or an exists. */
  record Group(boolean not, List<Part> of) implements Part {
    public Group {
      of = List.copyOf(of);
    }
  }

  /** An accumulate. */
  record Sum(int position, List<One> over, List<Integer> others) implements Part {
    public Sum {
      over = List.copyOf(over);
      others = List.copyOf(others);
    }
  }
}
