package io.knowfirst.rules.engine;

import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.kie.api.runtime.rule.AccumulateFunction;

/** Collects the matches of an accumulate for functions of our own. */
public final class Collecting implements AccumulateFunction<Collecting.Rows> {

  /** The matches so far. */
  static final class Rows implements Serializable {
    private static final long serialVersionUID = 1;
    private final transient List<Slot[]> all = new ArrayList<>();
  }

  @Override
  public Rows createContext() {
    return new Rows();
  }

  @Override
  public void init(Rows rows) {
    rows.all.clear();
  }

  @Override
  public void accumulate(Rows rows, Object match) {
    rows.all.add(row(match));
  }

  private static Slot[] row(Object match) {
    return match instanceof Slot slot ? new Slot[] {slot} : (Slot[]) match;
  }

  @Override
  public void reverse(Rows rows, Object match) {
    throw new UnsupportedOperationException("Facts are never taken back.");
  }

  @Override
  public boolean supportsReverse() {
    return false;
  }

  @Override
  public Object getResult(Rows rows) {
    return new Collected(rows.all);
  }

  @Override
  public Class<?> getResultType() {
    return Collected.class;
  }

  @Override
  public void writeExternal(ObjectOutput out) {}

  @Override
  public void readExternal(ObjectInput in) {}
}
