package io.knowfirst.rules.facts;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * On which channel a visitor responds, by a Beta-Binomial model: the shop's visitors are the prior,
 * the visitor's own contacts and responses the data, which fade by half in each half-life so that a
 * change of preference is found again. A contact counts as soon as it is responded to, else after
 * {@value #PATIENCE_DAYS} days.
 */
public final class ChannelPreference {
  static final int PATIENCE_DAYS = 7;

  private static final long DAY = 86_400_000L;
  private static final int ORIGINS = 5;

  private final List<Score> scores;
  private final int contacts;
  private final List<Origin> origins;

  /** The posterior mean of a channel. */
  public record Score(String channel, double probability) {}

  /**
   * What a visitor's contacts on one channel came to.
   *
   * @param contacts that count
   * @param responses to them
   */
  public record Tally(int contacts, int responses) {}

  private ChannelPreference(List<Score> scores, int contacts, List<Origin> origins) {
    this.scores = List.copyOf(scores);
    this.contacts = contacts;
    this.origins = List.copyOf(origins);
  }

  /**
   * @param channels among which to choose, in the order that counts between equals
   * @param halfLife in days
   * @param now in milliseconds since the epoch
   */
  public static ChannelPreference of(
      History history, ChannelModel model, Collection<String> channels, double halfLife, long now) {
    var outreach = Outreach.of(history);
    var scores = new ArrayList<Score>(channels.size());
    for (var channel : channels) {
      var prior = model.of(channel);
      double positive = prior.mean() * prior.strength();
      double all = prior.strength();
      for (var contact : outreach.contacts()) {
        boolean answered = counts(outreach, contact, channel, now);
        if (answered || isOver(contact, channel, now)) {
          double weight =
              contact.times() * Math.pow(2, -(now - contact.at()) / (double) DAY / halfLife);
          all += weight;
          positive += answered ? weight : 0;
        }
      }
      scores.add(new Score(channel, Math.min(1, positive / all)));
    }
    scores.sort(Comparator.comparingDouble(score -> -score.probability()));
    var known = outreach.contacts();
    return new ChannelPreference(
        scores, Touches.times(known), known.stream().limit(ORIGINS).map(Touch::origin).toList());
  }

  private static boolean counts(Outreach outreach, Touch contact, String channel, long now) {
    return contact.at() <= now
        && Outreach.channel(contact).equals(channel)
        && outreach.isAnswered(contact);
  }

  private static boolean isOver(Touch contact, String channel, long now) {
    return Outreach.channel(contact).equals(channel) && now - contact.at() >= PATIENCE_DAYS * DAY;
  }

  /** What the contacts of a channel came to, each with the same weight. */
  public static Tally tally(History history, String channel, long now) {
    var outreach = Outreach.of(history);
    int contacts = 0;
    int responses = 0;
    for (var contact : outreach.contacts()) {
      boolean answered = counts(outreach, contact, channel, now);
      contacts += answered || isOver(contact, channel, now) ? 1 : 0;
      responses += answered ? 1 : 0;
    }
    return new Tally(contacts, responses);
  }

  /** The channels that a visitor was contacted on. */
  public static List<String> channels(History history) {
    return Outreach.of(history).contacts().stream().map(Outreach::channel).distinct().toList();
  }

  /** Best first. */
  public List<Score> scores() {
    return scores;
  }

  /** How many contacts with the visitor there were. */
  public int learnedFrom() {
    return contacts;
  }

  /** The best; empty without channels. */
  public Optional<PreferredChannel> fact(Visitor visitor) {
    return scores.stream()
        .findFirst()
        .map(
            best ->
                new PreferredChannel(
                    best.channel(), best.probability(), contacts, visitor, origins));
  }

  /**
   * The channels in the order in which they are to be tried: the best first, but for a share of
   * contacts one of the others, so that it can prove itself. Which contacts that are depends on the
   * visitor and the number of the contact alone.
   *
   * @param share from 0 to 1
   */
  public List<Score> ordered(String visitor, double share) {
    if (scores.size() < 2 || draw(visitor, "whether") >= share) {
      return scores;
    }
    int other = 1 + (int) (draw(visitor, "which") * (scores.size() - 1));
    var ordered = new ArrayList<>(scores);
    ordered.add(0, ordered.remove(other));
    return List.copyOf(ordered);
  }

  private double draw(String visitor, String what) {
    var crc = new CRC32();
    crc.update((what + ' ' + contacts + ' ' + visitor).getBytes(StandardCharsets.UTF_8));
    long mixed = crc.getValue() * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 32)) * 0xBF58476D1CE4E5B9L;
    return (mixed >>> 11) * 0x1.0p-53;
  }
}
