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
  private static final int VERSION = 9;

  /** Before what is alike of touches and orders lay together. */
  private static final int IN_ROWS = 8;

  private ProfileFormat() {}

  /** With the version of the format before it. */
  static byte[] encoded(Profile profile) {
    var out = new BytesWriter();
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
    var in = new BytesReader(bytes);
    int version = in.size();
    if (version < IN_ROWS || version > VERSION) {
      throw new IllegalArgumentException(
          "The profile's format is %d, expected %d or %d. Maybe another version of the server wrote it."
              .formatted(version, IN_ROWS, VERSION));
    }
    return read(in, version);
  }

  static void write(Profile profile, BytesWriter out) {
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
    out.parts(profile.orders().encoded());
    out.number(profile.seqs().forgotten());
    out.number(profile.seqs().recent().length);
    long before = 0;
    for (long seq : profile.seqs().recent()) {
      out.number(seq - before);
      before = seq;
    }
  }

  static Profile read(BytesReader in) {
    return read(in, VERSION);
  }

  private static Profile read(BytesReader in, int version) {
    in.openParts();
    if (version == IN_ROWS) {
      in.takeIdsAmongTexts();
    }
    var visitor = in.text();
    var known = in.number() == 1;
    long firstSeen = in.number();
    int epoch = in.size();
    var traits = readMap(in, from -> new Attribute(readTexts(from), readOrigin(from)));
    var consents = readMap(in, ProfileFormat::readGrant);
    var assignments = readMap(in, ProfileFormat::readSticky);
    var visits = VisitFormat.read(in);
    var counts = TouchFormat.readCounts(in);
    var touches = version == IN_ROWS ? RowFormat.touches(in) : TouchFormat.read(in);
    var orders = version == IN_ROWS ? RowFormat.orders(in.bytes()) : Orders.of(in.parts());
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

  private static Grant readGrant(BytesReader in) {
    int head = in.size();
    var until = (head & 2) == 0 ? null : Instant.ofEpochMilli(in.number());
    var source = in.maybeText();
    return new Grant((head & 1) == 1, readOrigin(in), until, source);
  }

  private static Sticky readSticky(BytesReader in) {
    return new Sticky(
        in.size(),
        in.text(),
        in.size(),
        Double.longBitsToDouble(in.number()),
        Instant.ofEpochMilli(in.number()));
  }

  static <T> void writeMap(Map<String, T> map, BytesWriter out, BiConsumer<T, BytesWriter> value) {
    out.number(map.size());
    map.forEach(
        (name, t) -> {
          out.text(name);
          value.accept(t, out);
        });
  }

  static <T> Map<String, T> readMap(BytesReader in, Function<BytesReader, T> value) {
    int size = in.size();
    var map = new HashMap<String, T>();
    for (int i = 0; i < size; i++) {
      map.put(in.shared(), value.apply(in));
    }
    return map;
  }

  private static List<String> readTexts(BytesReader in) {
    int size = in.size();
    var texts = new ArrayList<String>(size);
    for (int i = 0; i < size; i++) {
      texts.add(in.text());
    }
    return texts;
  }

  private static void write(Origin origin, BytesWriter out) {
    out.id(origin.event());
    out.number(origin.at().toEpochMilli());
  }

  private static Origin readOrigin(BytesReader in) {
    return new Origin(in.id(), Instant.ofEpochMilli(in.number()));
  }
}
