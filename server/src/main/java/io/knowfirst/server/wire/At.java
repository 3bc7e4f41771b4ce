package io.knowfirst.server.wire;

import org.jspecify.annotations.Nullable;

/**
 * A place in a body; its text, a JSON pointer (RFC 6901), is only made when something is wrong
 * there.
 */
public final class At {
  public static final At ROOT = new At(null, "", -1);

  private final @Nullable At parent;
  private final String name;
  private final int index;

  private At(@Nullable At parent, String name, int index) {
    this.parent = parent;
    this.name = name;
    this.index = index;
  }

  public At field(String field) {
    return new At(this, field, -1);
  }

  public At item(int position) {
    return new At(this, "", position);
  }

  @Override
  public String toString() {
    if (parent == null) {
      return "";
    }
    var step = index >= 0 ? Integer.toString(index) : escape(name);
    return parent + "/" + step;
  }

  private static String escape(String name) {
    return Text.shorten(name.replace("~", "~0").replace("/", "~1"));
  }
}
