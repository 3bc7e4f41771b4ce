package io.knowfirst.server.boot;

import io.knowfirst.server.access.AccessKeys;
import io.knowfirst.server.access.KeyKind;
import java.util.ArrayList;
import java.util.List;

/** One key of each kind, made at the first start of a server that has none. */
public final class FirstKeys {
  private FirstKeys() {}

  /** A key as it is shown, once. */
  public record Line(KeyKind kind, String text) {}

  static List<Line> makeWhereNone(AccessKeys keys, int port) {
    if (!Knowfirst.await(keys.list()).isEmpty()) {
      return List.of();
    }
    var lines = new ArrayList<Line>();
    for (var kind : KeyKind.values()) {
      var origins =
          kind == KeyKind.SITE
              ? List.of("http://localhost:" + port, "http://127.0.0.1:" + port)
              : List.<String>of();
      var made = Knowfirst.await(keys.make(kind, "first " + kind.word() + " key", origins));
      lines.add(new Line(kind, made.text()));
    }
    return lines;
  }
}
