package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.visitor.Erased;
import io.knowfirst.server.visitor.Merged;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * What requests ask of what is stored of a visitor.
 *
 * @param find {@code Visitors::find}
 * @param export {@code Visitors::export}
 * @param latest {@code Visitors::latest}
 * @param erase {@code Visitors::erase}
 * @param untie {@code Visitors::untie}
 * @param merge {@code Visitors::merge}
 */
public record VisitorCalls(
    Function<String, Future<Optional<ObjectNode>>> find,
    Export export,
    Latest latest,
    Erase erase,
    Untie untie,
    Merge merge) {

  /** Writes lines. */
  public interface Export {
    Future<Void> export(String id, Function<Buffer, Future<Void>> out);
  }

  /** Writes lines about so many events at most. */
  public interface Latest {
    Future<Void> latest(String id, int events, Function<Buffer, Future<Void>> out);
  }

  /** Erases a visitor on behalf of a key. */
  public interface Erase {
    Future<Erased> erase(String id, String key);
  }

  /** Takes an id away from a known visitor on behalf of a key. */
  public interface Untie {
    Future<Optional<String>> untie(String id, String other, String key);
  }

  /** Merges a known visitor into another on behalf of a key. */
  public interface Merge {
    Future<Optional<Merged>> merge(String id, String other, String key);
  }
}
