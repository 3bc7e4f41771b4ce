package io.knowfirst.server.access;

import io.knowfirst.experiments.assignment.Assignment.Source;
import io.knowfirst.server.model.Decision.Tested;
import io.knowfirst.server.model.Exposure;
import io.knowfirst.server.model.HoldoutAssignment;
import io.knowfirst.server.model.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An exposure as text: its parts in order, a line each, with channel and device at the end. */
final class ExposureText {
  private static final String SEPARATOR = "\n";

  /** Stands for a line break within a part. */
  private static final String BREAK = "\0";

  /** Stands after the drawings of a bot; none of them reads like it. */
  private static final String BOT = "bot";

  /** Stands after the drawings, and after the mark of a bot, of a decision that was made ahead. */
  private static final String PREFETCHED = "prefetched";

  /** Begins the part of an experiment's own segments, which stands after all these. */
  private static final String CUTS = "=";

  private static final int HEAD = 5;
  private static final int TESTED = 6;

  private ExposureText() {}

  static String of(Exposure exposure) {
    var tested = exposure.tested();
    var parts = new ArrayList<String>();
    parts.add(exposure.decision());
    parts.add(exposure.placement());
    parts.add(exposure.visitor());
    parts.add(exposure.outcome().word());
    parts.add(text(exposure.campaign()));
    parts.addAll(tested == null ? List.of("") : texts(tested));
    exposure.holdouts().forEach(draw -> parts.add(draw.text()));
    if (exposure.bot()) {
      parts.add(BOT);
    }
    if (exposure.prefetched()) {
      parts.add(PREFETCHED);
    }
    if (exposure.cuts() != null) {
      parts.add(CUTS + exposure.cuts());
    }
    parts.add(text(exposure.channel()));
    parts.add(text(exposure.device()));
    parts.replaceAll(part -> part.replace(SEPARATOR, BREAK));
    return String.join(SEPARATOR, parts);
  }

  static Exposure exposure(String text) {
    var parts = Arrays.asList(text.split(SEPARATOR, -1));
    parts.replaceAll(part -> part.replace(BREAK, SEPARATOR));
    boolean tested = !parts.get(HEAD).isEmpty();
    int draws = HEAD + (tested ? TESTED : 1);
    int where = parts.size() - 2;
    int end = where;
    boolean cut = end > draws && parts.get(end - 1).startsWith(CUTS);
    var cuts = cut ? parts.get(end - 1).substring(CUTS.length()) : null;
    end = cut ? end - 1 : end;
    boolean prefetched = end > draws && parts.get(end - 1).equals(PREFETCHED);
    end = prefetched ? end - 1 : end;
    boolean bot = end > draws && parts.get(end - 1).equals(BOT);
    return new Exposure(
        parts.get(0),
        parts.get(1),
        parts.get(2),
        Outcome.valueOf(parts.get(3).toUpperCase(Locale.ROOT)),
        part(parts.get(4)),
        tested ? tested(parts.subList(HEAD, HEAD + TESTED)) : null,
        parts.subList(draws, bot ? end - 1 : end).stream().map(HoldoutAssignment.Draw::of).toList(),
        part(parts.get(where)),
        part(parts.get(where + 1)),
        bot,
        prefetched,
        cuts);
  }

  private static List<String> texts(Tested tested) {
    return List.of(
        tested.experiment(),
        tested.variation(),
        Integer.toString(tested.phase()),
        Integer.toString(tested.bucket()),
        Double.toString(tested.propensity()),
        tested.source().name());
  }

  private static Tested tested(List<String> parts) {
    return new Tested(
        parts.get(0),
        parts.get(1),
        Integer.parseInt(parts.get(2)),
        Integer.parseInt(parts.get(3)),
        Double.parseDouble(parts.get(4)),
        Source.valueOf(parts.get(5)));
  }

  private static String text(@Nullable String part) {
    return part == null ? "" : part;
  }

  private static @Nullable String part(String text) {
    return text.isEmpty() ? null : text;
  }
}
