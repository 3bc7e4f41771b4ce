package io.knowfirst.rules.base;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a compiled class names: classes, and members of classes as {@code owner.name}. See chapter
 * 4.4 of the Java Virtual Machine Specification.
 */
final class ConstantPool {
  private static final int MAGIC = 0xCAFEBABE;

  private final int[] tags;
  private final String[] texts;
  private final int[] first;
  private final int[] second;

  private ConstantPool(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException("The bytes are no class.");
    }
    in.readInt();
    int size = in.readUnsignedShort();
    this.tags = new int[size];
    this.texts = new String[size];
    this.first = new int[size];
    this.second = new int[size];
    for (int i = 1; i < size; i++) {
      tags[i] = in.readUnsignedByte();
      switch (tags[i]) {
        case 1 -> texts[i] = in.readUTF();
        case 3, 4 -> in.readInt();
        case 5, 6 -> {
          in.readLong();
          i++; // takes two places
        }
        case 7, 8, 16, 19, 20 -> first[i] = in.readUnsignedShort();
        case 9, 10, 11, 12, 17, 18 -> {
          first[i] = in.readUnsignedShort();
          second[i] = in.readUnsignedShort();
        }
        case 15 -> {
          first[i] = in.readUnsignedByte();
          second[i] = in.readUnsignedShort();
        }
        default -> throw new IOException("The class has a constant of kind " + tags[i] + ".");
      }
    }
  }

  /**
   * All names in a class.
   *
   * @throws IOException when the bytes are no class
   */
  static Set<String> names(byte[] bytes) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return new ConstantPool(in).names();
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new IOException("The class has a constant outside of its pool.", e);
    }
  }

  private Set<String> names() {
    var names = new TreeSet<String>();
    for (int i = 1; i < tags.length; i++) {
      switch (tags[i]) {
        case 7 -> names.add(texts[first[i]]);
        case 9, 10, 11 -> names.add(texts[first[first[i]]] + "." + texts[first[second[i]]]);
        case 15 -> names.add("a method handle");
        case 17, 18 -> names.add("a call that is linked at run time");
        default -> {}
      }
    }
    return names;
  }
}
