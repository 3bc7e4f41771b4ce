package io.knowfirst.rules.base;

import java.util.Arrays;

/** A set of numbers from 0 that keeps the order of their adding. */
final class Ints {
  private static final int FIRST_SIZE = 64;

  private int[] inOrder = new int[FIRST_SIZE / 2];
  private int[] slots = new int[FIRST_SIZE];
  private int size;

  /** Whether the number was not in it before. */
  boolean add(int number) {
    int slot = slot(slots, number);
    if (slots[slot] != 0) {
      return false;
    }
    if (size == inOrder.length) {
      grow();
      slot = slot(slots, number);
    }
    slots[slot] = number + 1;
    inOrder[size++] = number;
    return true;
  }

  boolean contains(int number) {
    return slots[slot(slots, number)] != 0;
  }

  int size() {
    return size;
  }

  int get(int place) {
    return inOrder[place];
  }

  int[] toArray() {
    return Arrays.copyOf(inOrder, size);
  }

  private void grow() {
    var larger = new int[slots.length * 2];
    for (int number : inOrder) {
      larger[slot(larger, number)] = number + 1;
    }
    slots = larger;
    inOrder = Arrays.copyOf(inOrder, inOrder.length * 2);
  }

  /** Where a number is, or where it would go: never more than half of the slots are taken. */
  private static int slot(int[] slots, int number) {
    int mask = slots.length - 1;
    int slot = ((number * 0x9E3779B9) >>> 7) & mask;
    while (slots[slot] != 0 && slots[slot] != number + 1) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
