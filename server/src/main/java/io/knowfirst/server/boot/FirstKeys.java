package io.knowfirst.server.boot;

import io.knowfirst.server.access.AccessKeys;
import io.knowfirst.server.access.KeyKind;
import java.util.List;

/** One key of each kind, made at the first start of a server that has none. */
public final class FirstKeys {
  private FirstKeys() {}

  /** A key as it is shown, once. */
  public record Line(KeyKind kind, String text) {}

  static List<Line> makeWhereNone(AccessKeys keys, int port) {
    var origins = List.of("http://localhost:" + port, "http://127.0.0.1:" + port);
    return Knowfirst.await(keys.makeFirst(origins)).stream()
        .map(made -> new Line(made.key().kind(), made.text()))
        .toList();
  }
}
