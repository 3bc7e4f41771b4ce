package io.knowfirst.server.profile;

import io.knowfirst.experiments.assignment.Sticky;
import io.knowfirst.rules.facts.Arrival;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.profile.Profile.Attribute;
import io.knowfirst.server.profile.Profile.Grant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A profile as bytes: how the cache keeps it and members, which are of one version, send it to each
 * other.
 */
@SuppressWarnings("EnumOrdinal")
final class ProfileFormat {
  /** Rises with each change of what is written: recorded profiles outlive the server's version. */
  private static final int VERSION = 4;

  /** Before {@link Touch.Kind#ABOUT} and the kinds after it. */
  private static final int WITHOUT_ABOUT = 2;

  /** Since consents have an end and a source. */
  private static final int WITH_TERMS = 4;

  /** Before touches told what their events said, and arrivals their words. */
  private static final int WITHOUT_PROPERTIES = 3;

  private static final Touch.Kind[] KINDS = Touch.Kind.values();

  private ProfileFormat() {}

  /** With the version of the format before it. */
  static byte[] encoded(Profile profile) {
    var out = new Bytes.Writer();
    out.number(VERSION);
    write(profile, out);
    return out.toByteArray();
  }

  /**
   * What was {@link #encoded}.
   *
   * @throws IllegalArgumentException when it is of another version of the format
   */
  static Profile decoded(byte[] bytes) {
    var in = new Bytes.Reader(bytes);
    int version = in.size();
    if (version < WITHOUT_ABOUT || version > VERSION) {
      throw new IllegalArgumentException(
          "The profile's format is %d, expected %d to %d. Maybe another version of the server wrote it."
              .formatted(version, WITHOUT_ABOUT, VERSION));
    }
    return read(in, version);
  }

  static void write(Profile profile, Bytes.Writer out) {
    out.text(profile.visitor());
    out.number(profile.known() ? 1 : 0);
    out.number(profile.firstSeen());
    out.number(profile.epoch());
    writeMap(
        profile.stated(),
        out,
        (trait, to) -> {
          to.number(trait.values().size());
          trait.values().forEach(to::text);
          write(trait.origin(), to);
        });
    writeMap(
        profile.consents(),
        out,
        (grant, to) -> {
          var until = grant.until();
          to.number((grant.granted() ? 1 : 0) | (until == null ? 0 : 2));
          if (until != null) {
            to.number(until.toEpochMilli());
          }
          to.text(grant.source());
          write(grant.origin(), to);
        });
    writeMap(
        profile.assignments(),
        out,
        (sticky, to) -> {
          to.number(sticky.phase());
          to.text(sticky.variation());
          to.number(sticky.bucket());
          to.number(Double.doubleToLongBits(sticky.propensity()));
          to.number(sticky.since().toEpochMilli());
        });
    writeVisits(profile.visits(), out);
    writeTouches(profile, out);
    OrderFormat.write(profile.orders(), out);
    out.number(profile.seqs().forgotten());
    out.number(profile.seqs().recent().length);
    long before = 0;
    for (long seq : profile.seqs().recent()) {
      out.number(seq - before);
      before = seq;
    }
  }

  static Profile read(Bytes.Reader in) {
    return read(in, VERSION);
  }

  private static Profile read(Bytes.Reader in, int version) {
    var visitor = in.text();
    var known = in.number() == 1;
    long firstSeen = in.number();
    int epoch = in.size();
    var traits = readMap(in, from -> new Attribute(readTexts(from), readOrigin(from)));
    var consents = readMap(in, from -> readGrant(from, version));
    var assignments = readMap(in, ProfileFormat::readSticky);
    var visits = readVisits(in, version);
    var counts = new int[KINDS.length];
    int written = version == WITHOUT_ABOUT ? Touch.Kind.ABOUT.ordinal() : KINDS.length;
    for (int i = 0; i < written; i++) {
      counts[i] = in.size();
    }
    var touches = readTouches(in, version);
    var orders = OrderFormat.read(in);
    long forgotten = in.number();
    var recent = new long[in.size()];
    long before = 0;
    for (int i = 0; i < recent.length; i++) {
      before += in.number();
      recent[i] = before;
    }
    return new Profile(
        visitor,
        known,
        firstSeen,
        traits,
        consents,
        visits,
        touches,
        counts,
        orders,
        assignments,
        epoch,
        new Seqs(recent, forgotten));
  }

  private static Grant readGrant(Bytes.Reader in, int version) {
    int head = in.size();
    var until = (head & 2) == 0 ? null : Instant.ofEpochMilli(in.number());
    var source = version < WITH_TERMS ? null : in.maybeText();
    return new Grant((head & 1) == 1, readOrigin(in), until, source);
  }

  private static Sticky readSticky(Bytes.Reader in) {
    return new Sticky(
        in.size(),
        in.text(),
        in.size(),
        Double.longBitsToDouble(in.number()),
        Instant.ofEpochMilli(in.number()));
  }

  private static void writeVisits(VisitHistory visits, Bytes.Writer out) {
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
      var arrival = visit.arrival();
      out.text(arrival == null ? null : arrival.source());
      if (arrival != null) {
        out.text(arrival.medium());
        out.text(arrival.campaign());
        out.text(arrival.referrer());
        out.text(arrival.term());
        out.text(arrival.content());
        out.text(arrival.search());
        out.text(arrival.landing());
        write(arrival.origins().get(0), out);
      }
    }
  }

  private static VisitHistory readVisits(Bytes.Reader in, int version) {
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
      kept[i] = new VisitState(before, last, readArrival(in, version));
    }
    return new VisitHistory(dropped, earlier, kept);
  }

  private static @Nullable Arrival readArrival(Bytes.Reader in, int version) {
    var source = in.maybeText();
    boolean words = version > WITHOUT_PROPERTIES;
    return source == null
        ? null
        : new Arrival(
            source,
            in.text(),
            in.maybeText(),
            in.maybeText(),
            words ? in.maybeText() : null,
            words ? in.maybeText() : null,
            words ? in.maybeText() : null,
            words ? in.maybeText() : null,
            List.of(readOrigin(in)));
  }

  private static void writeTouches(Profile profile, Bytes.Writer out) {
    for (int count : profile.counts()) {
      out.number(count);
    }
    var touches = profile.touches();
    out.number(touches.size());
    long before = 0;
    for (var touch : touches) {
      var item = touch.item();
      out.number(
          touch.kind().ordinal() << 2 | (touch.confirmed() ? 2 : 0) | (item == null ? 0 : 1));
      out.number(touch.times());
      out.number(touch.at() - before);
      before = touch.at();
      out.text(touch.event());
      if (item == null || touch.kind() == Touch.Kind.ABOUT) {
        out.text(touch.name());
      }
      if (item != null) {
        OrderFormat.write(item, out);
      } else {
        writeMap(touch.properties(), out, (text, to) -> to.text(text));
      }
    }
  }

  private static List<Touch> readTouches(Bytes.Reader in, int version) {
    int size = in.size();
    var touches = new ArrayList<Touch>(size);
    long at = 0;
    for (int i = 0; i < size; i++) {
      int head = in.size();
      int times = in.size();
      at += in.number();
      var event = in.text();
      boolean product = (head & 1) == 1;
      var kind = KINDS[head >> 2];
      var name = product && kind != Touch.Kind.ABOUT ? "" : in.text();
      var item = product ? OrderFormat.readItem(in) : null;
      var properties =
          product || version <= WITHOUT_PROPERTIES
              ? Map.<String, String>of()
              : Map.copyOf(readMap(in, Bytes.Reader::text));
      touches.add(new Touch(kind, at, event, name, item, times, (head & 2) == 2, properties));
    }
    return touches;
  }

  private static <T> void writeMap(
      Map<String, T> map, Bytes.Writer out, BiConsumer<T, Bytes.Writer> value) {
    out.number(map.size());
    map.forEach(
        (name, t) -> {
          out.text(name);
          value.accept(t, out);
        });
  }

  private static <T> Map<String, T> readMap(Bytes.Reader in, Function<Bytes.Reader, T> value) {
    int size = in.size();
    var map = new HashMap<String, T>();
    for (int i = 0; i < size; i++) {
      map.put(in.text(), value.apply(in));
    }
    return map;
  }

  private static List<String> readTexts(Bytes.Reader in) {
    int size = in.size();
    var texts = new ArrayList<String>(size);
    for (int i = 0; i < size; i++) {
      texts.add(in.text());
    }
    return texts;
  }

  private static void write(Origin origin, Bytes.Writer out) {
    out.text(origin.event());
    out.number(origin.at().toEpochMilli());
  }

  private static Origin readOrigin(Bytes.Reader in) {
    return new Origin(in.text(), Instant.ofEpochMilli(in.number()));
  }
}
