package io.knowfirst.rules.base;

import org.drools.core.RuleBaseConfiguration;
import org.drools.core.common.Memory;
import org.drools.core.common.MemoryFactory;
import org.drools.core.common.NodeMemories;
import org.drools.core.common.ReteEvaluator;
import org.jspecify.annotations.Nullable;

/**
 * The memories of those nodes that an evaluation comes to, by hash. The engine's own hold a place
 * for every node of the network, and making that is dear where a decision comes to few of many.
 */
final class SparseMemories implements NodeMemories {
  private static final int FIRST_SIZE = 128;

  private final RuleBaseConfiguration settings;
  private final ReteEvaluator evaluator;
  private int[] ids = new int[FIRST_SIZE];
  private @Nullable Memory[] memories = new @Nullable Memory[FIRST_SIZE];
  private int size;

  SparseMemories(RuleBaseConfiguration settings, ReteEvaluator evaluator) {
    this.settings = settings;
    this.evaluator = evaluator;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T extends Memory> T getNodeMemory(MemoryFactory<T> node) {
    int id = node.getMemoryId();
    var memory = memories[slot(ids, memories, id)];
    if (memory == null) {
      memory = node.createMemory(settings, evaluator);
      put(id, memory);
    }
    return (T) memory;
  }

  private void put(int id, Memory memory) {
    if (2 * size >= ids.length) {
      grow();
    }
    int slot = slot(ids, memories, id);
    if (memories[slot] == null) {
      size++;
    }
    ids[slot] = id;
    memories[slot] = memory;
  }

  private void grow() {
    var moreIds = new int[2 * ids.length];
    var more = new @Nullable Memory[2 * ids.length];
    for (int i = 0; i < ids.length; i++) {
      if (memories[i] != null) {
        int slot = slot(moreIds, more, ids[i]);
        moreIds[slot] = ids[i];
        more[slot] = memories[i];
      }
    }
    ids = moreIds;
    memories = more;
  }

  private static int slot(int[] ids, @Nullable Memory[] memories, int id) {
    int mask = ids.length - 1;
    int slot = ((id * 0x9E3779B9) >>> 7) & mask;
    while (memories[slot] != null && ids[slot] != id) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  @Override
  @SuppressWarnings("NullAway") // the engine asks for what may be absent
  public Memory peekNodeMemory(int id) {
    return memories[slot(ids, memories, id)];
  }

  @Override
  public void clearNodeMemory(@SuppressWarnings("rawtypes") MemoryFactory node) {
    throw new UnsupportedOperationException("A session is used once.");
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException("A session is used once.");
  }

  @Override
  public int length() {
    return size;
  }

  @Override
  public void resetAllMemories() {
    throw new UnsupportedOperationException("A session is used once.");
  }
}
