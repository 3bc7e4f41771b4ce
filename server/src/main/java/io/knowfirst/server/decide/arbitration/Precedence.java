package io.knowfirst.server.decide.arbitration;

import io.knowfirst.rules.base.Candidate;
import io.knowfirst.rules.base.Specificity;
import io.knowfirst.rules.folder.Campaign;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which of several offers for a placement goes first: that of the higher priority; among equals
 * that of the rules that ask more of the visitor; among equals that of the campaign that was
 * measured to be worth more, where all of them were measured; among equals that of the campaign
 * whose id sorts first.
 */
final class Precedence {
  private static final Comparator<Entry> BY_KEY =
      Comparator.comparing(entry -> entry.campaign().id());
  private static final Comparator<Entry> BY_VALUE =
      Comparator.comparingDouble(entry -> -measured(entry));

  private final Specificity specificity;

  Precedence(Specificity specificity) {
    this.specificity = specificity;
  }

  /**
   * An offer.
   *
   * @param value that its campaign was measured to have at the placement; null for none
   */
  record Entry(Campaign campaign, Candidate candidate, @Nullable Double value) {}

  void sort(List<Entry> entries) {
    if (entries.size() < 2) {
      return;
    }
    entries.sort(this::byRank);
    for (int from = 0; from < entries.size(); ) {
      int to = from + 1;
      while (to < entries.size() && byRank(entries.get(from), entries.get(to)) == 0) {
        to++;
      }
      var tied = entries.subList(from, to);
      tied.sort(areMeasured(tied) ? BY_VALUE.thenComparing(BY_KEY) : BY_KEY);
      from = to;
    }
  }

  /** Why an offer came after the one that won. */
  String beaten(Entry loser, Entry winner, List<Entry> all) {
    var campaign = loser.campaign();
    var first = winner.campaign();
    if (campaign.id().equals(first.id())) {
      return "Campaign %s made another offer, by rule \"%s\""
          .formatted(campaign.id(), loser.candidate().firing().rule());
    }
    var words =
        "Campaign %s (priority %d) gave way to %s (priority %d)"
            .formatted(campaign.id(), campaign.priority(), first.id(), first.priority());
    int byPriority = Integer.compare(campaign.priority(), first.priority());
    if (byPriority != 0) {
      return byPriority < 0 ? words : words + ", which this page view shows already";
    }
    int own = asked(loser);
    int more = asked(winner);
    if (own > more) {
      return words + ", which this page view shows already";
    }
    if (own < more) {
      return words + ", whose rules ask more: %d conditions against %d".formatted(more, own);
    }
    var tied = all.stream().filter(entry -> byRank(entry, winner) == 0).toList();
    if (areMeasured(tied) && measured(loser) != measured(winner)) {
      return words
          + String.format(
              Locale.ROOT,
              ", which was measured to be worth more: %.4g a visitor against %.4g",
              measured(winner),
              measured(loser));
    }
    return words + ", whose id comes first";
  }

  private int byRank(Entry one, Entry other) {
    int byPriority = Integer.compare(other.campaign().priority(), one.campaign().priority());
    return byPriority != 0 ? byPriority : Integer.compare(asked(other), asked(one));
  }

  private int asked(Entry entry) {
    return specificity.of(entry.candidate().firing());
  }

  private static boolean areMeasured(List<Entry> entries) {
    return entries.stream().allMatch(entry -> entry.value() != null);
  }

  private static double measured(Entry entry) {
    var value = entry.value();
    return value == null ? 0 : value;
  }
}
