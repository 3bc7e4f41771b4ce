package io.knowfirst.server.wire;

import com.iabtcf.decoder.TCString;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads who asked for the purposes of a consent and when they end, and the purposes of a string of
 * the IAB's Transparency and Consent Framework (version 2). What a browser says by {@code Sec-GPC}
 * refuses {@code profiling} with each event that it sends.
 */
final class ConsentTerms {
  static final String TCF = "tcString";

  /** The framework has visitors asked again after 13 months at the latest. */
  private static final Duration TCF_VALID = Duration.ofDays(395);

  /** The purposes of the framework that ours are granted by: all of them. */
  private static final Map<String, int[]> BY_TCF =
      Map.of(
          "measurement",
          new int[] {1, 8},
          RuleFolder.PERSONALIZATION,
          new int[] {1, 6},
          RuleFolder.PROFILING,
          new int[] {1, 5});

  private ConsentTerms() {}

  /**
   * Adds to the purposes of an event, and to its values what else is said of them.
   *
   * @param loose whose faults are noted, as those of a page are
   * @param purposes that the event names itself, which count before those of a string
   */
  static void read(
      Fields body,
      Fields loose,
      boolean isConsent,
      IdentifiedVisitor asker,
      Instant received,
      Map<String, Boolean> purposes,
      Map<String, Object> values) {
    if (isConsent) {
      var source = body.label("source");
      var terms = asker.trusted() ? body : loose;
      var until =
          terms.time("expires", EventClock.EARLIEST, received.plus(Duration.ofDays(36_500)));
      var tcf = body.get(TCF) == null ? null : string(body, asker);
      if (tcf != null) {
        var end = tcf.getLastUpdated().plus(TCF_VALID);
        until = until == null || end.isBefore(until) ? end : until;
        source = source == null ? "tcf" : source;
        BY_TCF.forEach((purpose, all) -> purposes.putIfAbsent(purpose, granted(tcf, all)));
      }
      if (source != null) {
        values.put(Event.CONSENT_SOURCE, source);
      }
      if (until != null) {
        values.put(Event.CONSENT_UNTIL, until.truncatedTo(ChronoUnit.MILLIS).toString());
      }
    }
    if (asker.gpc() && purposes.putIfAbsent(RuleFolder.PROFILING, false) == null) {
      values.putIfAbsent(Event.CONSENT_SOURCE, Event.GPC);
    }
  }

  private static boolean granted(TCString tcf, int[] all) {
    for (int purpose : all) {
      if (!tcf.getPurposesConsent().contains(purpose)) {
        return false;
      }
    }
    return true;
  }

  /** Null, and a fault or a note, for what is none. */
  private static @Nullable TCString string(Fields body, IdentifiedVisitor asker) {
    var text = body.text(TCF, Text.LONG);
    if (text == null) {
      return null;
    }
    try {
      var read = TCString.decode(text);
      if (read.getVersion() >= 2) {
        // Decoded as it is read, so that what is cut off is told here.
        read.getPurposesConsent();
        read.getLastUpdated();
        return read;
      }
    } catch (RuntimeException undecodable) {
      // Told below.
    }
    var expected = "a string of the Transparency and Consent Framework, version 2";
    if (asker.trusted()) {
      body.refuse(TCF, expected);
      return null;
    }
    var fault = new Faults();
    fault.changed(body.at().field(TCF), body.get(TCF), expected, null);
    asker.notes().add("consent", fault);
    return null;
  }
}
