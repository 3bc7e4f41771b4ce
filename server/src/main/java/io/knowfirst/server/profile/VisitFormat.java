package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Arrival;
import io.knowfirst.rules.facts.Origin;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Visits as bytes. */
final class VisitFormat {
  private VisitFormat() {}

  static void write(VisitHistory visits, Bytes.Writer out) {
    out.number(visits.dropped());
    long before = 0;
    out.number(visits.earlier().length);
    for (long start : visits.earlier()) {
      out.number(start - before);
      before = start;
    }
    out.number(visits.kept().size());
    for (var visit : visits.kept()) {
      out.number(visit.start() - before);
      out.number(visit.last() - visit.start());
      before = visit.start();
      write(visit.came(), out);
      out.number(visit.devices());
    }
  }

  private static void write(@Nullable Came came, Bytes.Writer out) {
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
    out.text(came.event());
    out.number(came.at());
  }

  static VisitHistory read(Bytes.Reader in, int version) {
    int dropped = in.size();
    long before = 0;
    var earlier = new long[in.size()];
    for (int i = 0; i < earlier.length; i++) {
      before += in.number();
      earlier[i] = before;
    }
    var kept = new VisitState[in.size()];
    for (int i = 0; i < kept.length; i++) {
      before += in.number();
      long last = before + in.number();
      var came = Came.of(readArrival(in, version));
      int devices = version > ProfileFormat.WITHOUT_DEVICES ? in.size() : 0;
      kept[i] = new VisitState(before, last, came, devices);
    }
    return new VisitHistory(dropped, earlier, kept);
  }

  private static @Nullable Arrival readArrival(Bytes.Reader in, int version) {
    var source = in.maybeShared();
    boolean words = version > ProfileFormat.WITHOUT_PROPERTIES;
    return source == null
        ? null
        : new Arrival(
            source,
            in.shared(),
            in.maybeShared(),
            in.maybeShared(),
            words ? in.maybeShared() : null,
            words ? in.maybeShared() : null,
            words ? in.maybeShared() : null,
            words ? in.maybeShared() : null,
            List.of(new Origin(in.text(), Instant.ofEpochMilli(in.number()))));
  }
}
