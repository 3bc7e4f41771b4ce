package io.knowfirst.server.profile;

import io.knowfirst.experiments.assignment.Sticky;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.server.profile.Profile.Attribute;
import io.knowfirst.server.profile.Profile.Grant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A profile as bytes: how the cache keeps it and members, which are of one version, send it to each
 * other.
 */
final class ProfileFormat {
  /** Rises with each change of what is written: recorded profiles outlive the server's version. */
  private static final int VERSION = 8;

  /** Before times and ids lay apart. */
  static final int IN_ONE_PART = 7;

  /** Before {@link Touch.Kind#ABOUT} and the kinds after it. */
  static final int WITHOUT_ABOUT = 2;

  /** Before {@link Touch.Kind#CONTACTED} and the kinds after it. */
  static final int WITHOUT_CONTACTS = 5;

  /** Before visits told their devices, and {@link Touch.Kind#RATED} and the kinds after it. */
  static final int WITHOUT_DEVICES = 6;

  /** Since consents have an end and a source. */
  private static final int WITH_TERMS = 4;

  /** Before touches told what their events said, and arrivals their words. */
  static final int WITHOUT_PROPERTIES = 3;

  /** Before orders were bytes by themselves. */
  private static final int WITH_ORDERS_INLINE = 4;

  private ProfileFormat() {}

  /** With the version of the format before it. */
  static byte[] encoded(Profile profile) {
    var out = new Bytes.Writer();
    out.number(VERSION);
    write(profile, out);
    return out.inParts();
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
    VisitFormat.write(profile.visits(), out);
    TouchFormat.write(profile.activity(), out);
    out.bytes(profile.orders().encoded());
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
    if (version > IN_ONE_PART) {
      in.openParts();
    }
    var visitor = in.text();
    var known = in.number() == 1;
    long firstSeen = in.number();
    int epoch = in.size();
    var traits = readMap(in, from -> new Attribute(readTexts(from), readOrigin(from)));
    var consents = readMap(in, from -> readGrant(from, version));
    var assignments = readMap(in, ProfileFormat::readSticky);
    var visits = VisitFormat.read(in, version);
    var counts = TouchFormat.readCounts(in, version);
    var touches = TouchFormat.read(in, version);
    var orders = version <= WITH_ORDERS_INLINE ? OrderFormat.read(in) : Orders.of(in.bytes());
    long forgotten = in.number();
    var recent = new long[in.size()];
    long before = 0;
    for (int i = 0; i < recent.length; i++) {
      before += in.number();
      recent[i] = before;
    }
    return new Profile(
        new Person(visitor, known, firstSeen, traits, consents, assignments, epoch),
        visits,
        new Activity(touches, counts, orders),
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

  static <T> void writeMap(
      Map<String, T> map, Bytes.Writer out, BiConsumer<T, Bytes.Writer> value) {
    out.number(map.size());
    map.forEach(
        (name, t) -> {
          out.text(name);
          value.accept(t, out);
        });
  }

  static <T> Map<String, T> readMap(Bytes.Reader in, Function<Bytes.Reader, T> value) {
    int size = in.size();
    var map = new HashMap<String, T>();
    for (int i = 0; i < size; i++) {
      map.put(in.shared(), value.apply(in));
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
    out.id(origin.event());
    out.number(origin.at().toEpochMilli());
  }

  private static Origin readOrigin(Bytes.Reader in) {
    return new Origin(in.id(), Instant.ofEpochMilli(in.number()));
  }
}
