package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;

/** Something known when a decision is made. Facts never change once a decision has begun. */
public sealed interface Fact
    permits Arrival,
        Browsing,
        CampaignActivity,
        Consent,
        Device,
        Did,
        Email,
        Habit,
        InCampaign,
        InCart,
        Interest,
        Locale,
        Member,
        Moment,
        Nearby,
        Occasion,
        Page,
        Place,
        Placement,
        PreferredChannel,
        ProductActivity,
        Searched,
        Trait,
        Trending,
        Triggered,
        Value,
        ViewedProduct,
        Visit,
        Visitor,
        Weather {
  /** What the fact says, name by name, for explanations; never null values. */
  Map<String, Object> values();

  /** The events (or the request) that the fact rests on, newest first; bounded. */
  List<Origin> origins();
}
