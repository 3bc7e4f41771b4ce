package io.knowfirst.server.web;

import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All bodies of one kind that are received or processed, and the bytes they hold. Where what pages
 * send leaves no room for more, the body that has been unfinished the longest is given up: under
 * attack that is one of those that never finish.
 */
final class Bodies {
  private static final String KEY = "bodies";

  private final long limit;
  private final boolean yielding;
  private final AtomicLong bytes = new AtomicLong();
  private final Set<Body> unfinished = new LinkedHashSet<>();

  /**
   * @param yielding whether an unfinished body makes way for a new one; else the new one waits
   */
  Bodies(long limit, boolean yielding) {
    this.limit = limit;
    this.yielding = yielding;
  }

  /**
   * Those of one server: what holds a whole folder of rules or a catalogue needs a secret key, and
   * must not be pressed out by what pages send.
   */
  record Kinds(Bodies small, Bodies large, long seconds) {
    Kinds(HttpLimits limits) {
      this(
          new Bodies(limits.bodyBytes(), true),
          new Bodies(limits.bodyBytes(), false),
          limits.bodyTime().toSeconds());
    }

    void attach(RoutingContext context) {
      context.put(KEY, this);
    }

    static Kinds of(RoutingContext context) {
      return context.get(KEY);
    }

    Bodies of(int most) {
      return most <= Body.INFLATED ? small : large;
    }

    void expire(long now) {
      small.expire(now);
      large.expire(now);
    }

    long bytes() {
      return small.bytes.get() + large.bytes.get();
    }
  }

  void begin(Body body) {
    synchronized (unfinished) {
      unfinished.add(body);
    }
  }

  void finish(Body body) {
    synchronized (unfinished) {
      unfinished.remove(body);
    }
  }

  /** Takes room for more bytes; false where no other body makes way. */
  boolean take(Body asking, long more) {
    while (bytes.addAndGet(more) > limit) {
      bytes.addAndGet(-more);
      var oldest = yielding ? oldest() : null;
      if (oldest == null || oldest == asking) {
        return false;
      }
      oldest.giveWay();
    }
    return true;
  }

  void release(long held) {
    bytes.addAndGet(-held);
  }

  private @Nullable Body oldest() {
    synchronized (unfinished) {
      return unfinished.isEmpty() ? null : unfinished.iterator().next();
    }
  }

  private void expire(long now) {
    List<Body> late = new ArrayList<>();
    synchronized (unfinished) {
      for (var body : unfinished) {
        if (body.isLate(now)) {
          late.add(body);
        }
      }
    }
    late.forEach(Body::expire);
  }
}
