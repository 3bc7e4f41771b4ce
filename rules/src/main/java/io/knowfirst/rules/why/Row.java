package io.knowfirst.rules.why;

import java.util.ArrayList;
import java.util.Collections;
import org.drools.base.reteoo.BaseTuple;
import org.drools.base.rule.Declaration;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.rule.FactHandle;

/**
 * Facts that meet the first conditions of a rule together, as the engine's constraints read them.
 */
final class Row implements BaseTuple {
  private final @Nullable Row before;
  private final int index;
  private final @Nullable FactHandle handle;

  private Row(@Nullable Row before, int index, @Nullable FactHandle handle) {
    this.before = before;
    this.index = index;
    this.handle = handle;
  }

  static Row empty() {
    return new Row(null, -1, null);
  }

  Row with(int at, FactHandle fact) {
    return new Row(this, at, fact);
  }

  private @Nullable Row at(int place) {
    var row = this;
    while (row != null && row.index != place) {
      row = row.before;
    }
    return row;
  }

  @Override
  public FactHandle get(int place) {
    var row = at(place);
    if (row == null || row.handle == null) {
      throw new IllegalStateException("The conditions before hold no fact number " + place + ".");
    }
    return row.handle;
  }

  @Override
  public FactHandle get(Declaration declaration) {
    return get(declaration.getTupleIndex());
  }

  @Override
  public @Nullable FactHandle getFactHandle() {
    return handle;
  }

  @Override
  public Object getObject(int place) {
    return get(place).getObject();
  }

  @Override
  public Object getObject(Declaration declaration) {
    return get(declaration).getObject();
  }

  @Override
  public int size() {
    return before == null ? 0 : before.size() + 1;
  }

  @Override
  public Object[] toObjects() {
    return toObjects(false);
  }

  @Override
  public Object[] toObjects(boolean reverse) {
    var objects = new ArrayList<Object>();
    for (var handle : toFactHandles()) {
      objects.add(handle.getObject());
    }
    if (reverse) {
      Collections.reverse(objects);
    }
    return objects.toArray();
  }

  @Override
  public FactHandle[] toFactHandles() {
    var handles = new ArrayList<FactHandle>();
    for (var row = this; row != null; row = row.before) {
      if (row.handle != null) {
        handles.add(0, row.handle);
      }
    }
    return handles.toArray(FactHandle[]::new);
  }

  @Override
  public @Nullable BaseTuple getParent() {
    return before;
  }

  @Override
  public @Nullable BaseTuple getTuple(int place) {
    return at(place);
  }

  @Override
  public int getIndex() {
    return index;
  }

  @Override
  public @Nullable Object getContextObject() {
    return null;
  }

  @Override
  public BaseTuple skipEmptyHandles() {
    return this;
  }
}
