package io.knowfirst.server.decide.arbitration;

import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.ExposureCap;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.model.Reason.Code;
import io.knowfirst.server.model.Reason.Note;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The limits on what one visitor is shown of each campaign: its own caps, those of the shop over
 * all campaigns, and its group. Each is a {@link Quota}: so many exposures of some campaigns on
 * some channels since a moment.
 */
public final class ShownCounts {
  private static final String CHANNEL = "channel";

  private final RuleFolder folder;
  private final Map<String, Set<String>> rivals = new LinkedHashMap<>();
  private final Set<String> counted = new TreeSet<>();

  ShownCounts(RuleFolder folder) {
    this.folder = folder;
    var shop = folder.channels().limits();
    for (var campaign : folder.campaigns().values()) {
      var limits = campaign.limits();
      if (!limits.caps().isEmpty() || limits.group() != null || !shop.caps().isEmpty()) {
        counted.add(campaign.id());
      }
      if (limits.group() != null) {
        rivals.put(campaign.id(), rivals(campaign, limits.group()));
      }
    }
  }

  private Set<String> rivals(Campaign campaign, String group) {
    var rivals = new TreeSet<String>();
    for (var other : folder.campaigns().values()) {
      if (group.equals(other.limits().group()) && !other.id().equals(campaign.id())) {
        rivals.add(other.id());
      }
    }
    return rivals;
  }

  /**
   * At most so many exposures of some campaigns.
   *
   * @param campaigns that count; null for all
   * @param channel on which they count; null for all
   * @param since when
   * @param most allowed
   * @param shown already
   * @param reached what is said of a campaign where no more are allowed
   * @param taken what is said of it where others that are not confirmed yet take the rest
   */
  public record Quota(
      @Nullable Set<String> campaigns,
      @Nullable String channel,
      Instant since,
      int most,
      int shown,
      Note reached,
      Note taken) {}

  /** Whether the visitor's own exposures limit a campaign. */
  public boolean limits(String campaign) {
    return counted.contains(campaign);
  }

  /** Whether it may win at one moment and not at another, whatever the visitor does. */
  boolean mayChange(Campaign campaign) {
    var limits = campaign.limits();
    return limits(campaign.id())
        || limits.budget() != null
        || limits.hours() != null
        || campaign.from() != null
        || campaign.until() != null;
  }

  /** Why a campaign may not win for a visitor; null where nothing is reached. */
  @Nullable Note reached(Campaign campaign, String channel, Eligibility standing) {
    if (!limits(campaign.id())) {
      return null;
    }
    for (var quota : quotas(campaign, channel, standing)) {
      if (quota.shown() >= quota.most()) {
        return quota.reached();
      }
    }
    return null;
  }

  /** All that limits a campaign on a channel, with what was shown until now. */
  public List<Quota> quotas(Campaign campaign, String channel, Eligibility standing) {
    var quotas = new ArrayList<Quota>(4);
    var id = campaign.id();
    for (var cap : campaign.limits().caps()) {
      if (cap.counts(channel)) {
        var since = cap.since(standing.now(), standing.zone());
        int shown = count(standing.history(), Set.of(id), cap.channel(), since);
        quotas.add(
            new Quota(
                Set.of(id),
                cap.channel(),
                since,
                cap.times(),
                shown,
                new Note(Code.CAP_REACHED, own(id, shown, cap)),
                new Note(
                    Code.CAP_REACHED,
                    "Campaign %s is shown as often as its cap allows, %s, by decisions of the last minutes that are not confirmed yet"
                        .formatted(id, cap.words()))));
      }
    }
    for (var cap : folder.channels().limits().caps()) {
      if (cap.counts(channel)) {
        var since = cap.since(standing.now(), standing.zone());
        int shown = count(standing.history(), null, cap.channel(), since);
        quotas.add(
            new Quota(
                null,
                cap.channel(),
                since,
                cap.times(),
                shown,
                new Note(
                    Code.CAP_REACHED,
                    "Campaign %s is one of those of which a visitor sees %s at most, all together"
                        .formatted(id, cap.words())),
                new Note(
                    Code.CAP_REACHED,
                    "Campaign %s is one of those of which a visitor sees %s at most, all together, and decisions of the last minutes are not confirmed yet"
                        .formatted(id, cap.words()))));
      }
    }
    var group = campaign.limits().group();
    if (group != null) {
      quotas.add(group(id, group, standing));
    }
    return quotas;
  }

  private static String own(String id, int shown, ExposureCap cap) {
    return cap.per() == null && cap.channel() == null
        ? "Campaign %s was shown %d times within %d days, its cap is %d"
            .formatted(id, shown, cap.days(), cap.times())
        : "Campaign %s was shown as often as its cap allows: %s".formatted(id, cap.words());
  }

  private Quota group(String id, String group, Eligibility standing) {
    int days = folder.channels().limits().groups().getOrDefault(group, 0);
    var since = standing.now().minus(Duration.ofDays(days));
    var others = rivals.getOrDefault(id, Set.of());
    return new Quota(
        others,
        null,
        since,
        1,
        count(standing.history(), others, null, since),
        new Note(
            Code.GROUP_TAKEN,
            "Campaign %s gave way, as another campaign of the group %s was shown within %d days"
                .formatted(id, group, days)),
        new Note(
            Code.GROUP_TAKEN,
            "Campaign %s gave way, as another campaign of the group %s won a few minutes ago and is not confirmed yet"
                .formatted(id, group)));
  }

  /** Of what is kept without its channel, any may have been on it. */
  private static int count(
      History history, @Nullable Set<String> campaigns, @Nullable String channel, Instant since) {
    long from = since.toEpochMilli();
    if (channel == null && campaigns != null && campaigns.size() == 1) {
      return history.count(Touch.Kind.SHOWN, campaigns.iterator().next(), from);
    }
    int count = 0;
    for (var touch : history.all(Touch.Kind.SHOWN)) {
      if (touch.at() < from) {
        break;
      }
      boolean named =
          campaigns == null ? !touch.name().isEmpty() : campaigns.contains(touch.name());
      var on = touch.properties().get(CHANNEL);
      if (named && (channel == null || on == null || channel.equals(on))) {
        count += touch.times();
      }
    }
    return count;
  }
}
