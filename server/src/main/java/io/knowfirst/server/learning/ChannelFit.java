package io.knowfirst.server.learning;

import io.knowfirst.rules.facts.ChannelModel.ChannelRate;
import io.knowfirst.rules.facts.ChannelPreference.Tally;
import java.util.List;

/**
 * Fits the Beta distribution of a Beta-Binomial model to what visitors' contacts came to, by
 * moments (Kleinman, JASA 68, 1973, with weights by the number of contacts).
 */
final class ChannelFit {
  /** Contacts before there are any: one in ten was responded to. */
  private static final double RESPONSES = 1;

  private static final double CONTACTS = 10;

  /** Beyond these the prior would be no distribution, or leave nothing to learn. */
  private static final double LEAST = 1;

  private static final double MOST = 50;
  private static final double USUAL = 4;

  private ChannelFit() {}

  static ChannelRate of(List<Tally> visitors) {
    double all = 0;
    double responses = 0;
    double squares = 0;
    int contacted = 0;
    for (var one : visitors) {
      all += one.contacts();
      responses += one.responses();
      squares += (double) one.contacts() * one.contacts();
      contacted += one.contacts() > 0 ? 1 : 0;
    }
    double mean = (responses + RESPONSES) / (all + CONTACTS);
    double room = all - (all == 0 ? 0 : squares / all) - (contacted - 1);
    if (contacted < 2 || room <= 0) {
      return new ChannelRate(mean, USUAL);
    }
    double share = responses / all;
    double spread = 0;
    for (var one : visitors) {
      if (one.contacts() > 0) {
        double own = (double) one.responses() / one.contacts();
        spread += one.contacts() * (own - share) * (own - share);
      }
    }
    double chance = share * (1 - share);
    double alike = chance == 0 ? 0 : (spread / chance - (contacted - 1)) / room;
    double strength = alike <= 0 ? MOST : 1 / alike - 1;
    return new ChannelRate(mean, Math.max(LEAST, Math.min(MOST, strength)));
  }
}
