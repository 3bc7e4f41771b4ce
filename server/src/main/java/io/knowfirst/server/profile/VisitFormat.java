package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Arrival;
import io.knowfirst.rules.facts.Origin;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Visits as bytes. */
final class VisitFormat {
  private VisitFormat() {}

  static void write(VisitHistory visits, BytesWriter out) {
    out.number(visits.dropped());
    long before = 0;
    out.number(visits.earlier().length);
    for (long start : visits.earlier()) {
      out.time(start - before);
      before = start;
    }
    out.number(visits.kept().size());
    for (var visit : visits.kept()) {
      out.time(visit.start() - before);
      out.time(visit.last() - visit.start());
      before = visit.start();
      write(visit.came(), visit.start(), out);
      out.number(visit.devices());
    }
  }

  private static void write(@Nullable Came came, long start, BytesWriter out) {
    if (came == null) {
      out.text(null);
      return;
    }
    var from = came.from();
    out.text(from.source());
    out.text(from.medium());
    out.text(from.campaign());
    out.text(from.referrer());
    out.text(from.term());
    out.text(from.content());
    out.text(from.search());
    out.text(from.landing());
    out.id(came.event());
    out.time(came.at() - start);
  }

  static VisitHistory read(BytesReader in) {
    int dropped = in.size();
    long before = 0;
    var earlier = new long[in.size()];
    for (int i = 0; i < earlier.length; i++) {
      before += in.time();
      earlier[i] = before;
    }
    var kept = new VisitState[in.size()];
    for (int i = 0; i < kept.length; i++) {
      before += in.time();
      long last = before + in.time();
      var came = Came.of(readArrival(in, before));
      kept[i] = new VisitState(before, last, came, in.size());
    }
    return new VisitHistory(dropped, earlier, kept);
  }

  private static @Nullable Arrival readArrival(BytesReader in, long start) {
    var source = in.maybeShared();
    return source == null
        ? null
        : new Arrival(
            source,
            in.shared(),
            in.maybeShared(),
            in.maybeShared(),
            in.maybeShared(),
            in.maybeShared(),
            in.maybeShared(),
            in.maybeShared(),
            List.of(new Origin(in.id(), Instant.ofEpochMilli(start + in.time()))));
  }
}
