package io.knowfirst.server.web;

import io.knowfirst.server.feeds.FeedEvents;
import io.knowfirst.server.feeds.FeedFault;
import io.knowfirst.server.feeds.FeedMapping;
import io.knowfirst.server.feeds.FeedTimes;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.Fault;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Refused;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the query of a feed says of how to read it. */
record FeedOptions(boolean dryRun, FeedMapping mapping, FeedEvents events) {
  private static final Set<String> NAMES =
      Set.of("dryRun", "source", "asOf", "columns", "decimal", "dates", "timezone");
  private static final Pattern SOURCE = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  /**
   * @param source the system, where the query does not name one
   * @throws Refused with all that is wrong in it
   */
  static FeedOptions of(MultiMap query, String source) {
    var faults = new Faults();
    for (var name : query.names()) {
      if (!NAMES.contains(name)) {
        faults.unknown(At.ROOT.field(name), name, "one of the parameters " + NAMES, NAMES);
      }
    }
    var dryRun = word(query, "dryRun", "false", Set.of("true", "false"), faults);
    var decimal = word(query, "decimal", ".", Set.of(".", ","), faults);
    var named = query.contains("source") ? query.get("source") : source;
    if (!SOURCE.matcher(named).matches()) {
      refuse(faults, "source", named, "a name of up to 40 small letters, digits and -");
    }
    var times = FeedTimes.of(null, null);
    try {
      times = FeedTimes.of(query.get("dates"), query.get("timezone"));
    } catch (IllegalArgumentException wrong) {
      var name = query.contains("timezone") ? "timezone" : "dates";
      refuse(faults, name, query.get(name), "a pattern as dd.MM.yyyy and a zone as Europe/Berlin");
    }
    var columns = Map.<String, String>of();
    try {
      columns = FeedMapping.columns(query.contains("columns") ? query.get("columns") : "");
    } catch (FeedFault wrong) {
      refuse(faults, "columns", wrong.value(), wrong.expected());
    }
    var asOf = asOf(query.get("asOf"), faults);
    Refused.unlessNone(faults);
    return new FeedOptions(
        dryRun.equals("true"),
        new FeedMapping(columns, decimal.equals(","), times),
        new FeedEvents(named, asOf));
  }

  private static String word(
      MultiMap query, String name, String otherwise, Set<String> words, Faults faults) {
    var word = query.contains(name) ? query.get(name) : otherwise;
    if (!words.contains(word)) {
      refuse(faults, name, word, String.join(" or ", words.stream().sorted().toList()));
    }
    return word;
  }

  private static @Nullable Instant asOf(@Nullable String text, Faults faults) {
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException none) {
      refuse(faults, "asOf", text, "a time with its offset such as 2026-11-22T09:30:00Z");
      return null;
    }
  }

  private static void refuse(Faults faults, String name, @Nullable String value, String expected) {
    faults.add(new Fault("/" + name, value, expected, null));
  }
}
