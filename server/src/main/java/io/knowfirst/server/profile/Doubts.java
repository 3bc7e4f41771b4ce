package io.knowfirst.server.profile;

import io.knowfirst.server.profile.EventWriter.Pending;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Events whose transaction got no answer: PostgreSQL may hold them, and the cached profiles do not.
 * Once it answers again, those that are stored are made seen; twice, a few seconds apart, for a
 * transaction may still be under way when PostgreSQL answers first.
 */
final class Doubts {
  private static final int MOST = 100_000;
  private static final int CHUNK = 1_000;
  private static final long PAUSE_MS = 1_000;
  private static final long LAST_MS = 5_000;

  private final Vertx vertx;
  private final EventWriter writer;
  private final Profiles profiles;
  private List<Pending> events = new ArrayList<>();
  private boolean tooMany;
  private boolean settling;

  Doubts(Vertx vertx, EventWriter writer, Profiles profiles) {
    this.vertx = vertx;
    this.writer = writer;
    this.profiles = profiles;
  }

  synchronized void add(List<Pending> failed) {
    if (events.size() + failed.size() > MOST) {
      tooMany = true;
      events.clear();
    } else {
      events.addAll(failed);
    }
    if (!settling) {
      settling = true;
      vertx.setTimer(PAUSE_MS, pause -> settle());
    }
  }

  private void settle() {
    var all = take();
    settle(all)
        .compose(once -> vertx.timer(LAST_MS, TimeUnit.MILLISECONDS))
        .compose(later -> settle(all))
        .onFailure(away -> putBack(all))
        .onComplete(done -> next());
  }

  private record Taken(List<Pending> events, boolean all) {}

  private Future<Void> settle(Taken taken) {
    var done = writer.settle(List.of()); // Whatever is dropped can be read again.
    if (taken.all) {
      done = done.compose(answered -> profiles.forgetAll());
    }
    for (int from = 0; from < taken.events.size(); from += CHUNK) {
      var chunk = taken.events.subList(from, Math.min(from + CHUNK, taken.events.size()));
      done = done.compose(before -> writer.settle(chunk));
    }
    return done;
  }

  private synchronized Taken take() {
    var taken = new Taken(events, tooMany);
    events = new ArrayList<>();
    tooMany = false;
    return taken;
  }

  private synchronized void putBack(Taken taken) {
    if (taken.all || events.size() + taken.events.size() > MOST) {
      tooMany = true;
    } else {
      events.addAll(taken.events);
    }
  }

  private synchronized void next() {
    settling = !events.isEmpty() || tooMany;
    if (settling) {
      vertx.setTimer(PAUSE_MS, pause -> settle());
    }
  }
}
