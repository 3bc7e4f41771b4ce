package io.knowfirst.rules.folder;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where, when and how urgently something is shown. Who sees it, the rules that name the campaign
 * say.
 *
 * @param placements ids of the placements where it may win
 * @param contents ids of the contents that its rules may offer
 * @param priority from 0 to 100; the higher wins a placement
 * @param from first instant at which it may win; null for always
 * @param until first instant at which it may not win any more; null for never
 * @param purpose the consent purpose that showing it to a person needs; null when none is needed
 * @param owner who answers for it
 * @param name what people call it, or null
 * @param maxAge of the facts that its rules decide by: an older one counts as unknown; null for any
 * @param goal the metric that says what counts as success; null for the shop's
 * @param limits how often, to how many and in which hours it may win; the cap is one of them
 * @param flow its steps; null for a campaign without
 */
public record Campaign(
    String id,
    Style style,
    List<String> placements,
    List<String> contents,
    int priority,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable Cap cap,
    @Nullable String purpose,
    @Nullable String owner,
    @Nullable String name,
    @Nullable Duration maxAge,
    @Nullable String goal,
    CampaignLimits limits,
    @Nullable CampaignFlow flow) {

  /**
   * Automation: one content for one audience at n placements. Personalization: n contents for n
   * audiences at one. Steps: what one visitor gets over time, one thing after the other.
   */
  public enum Style {
    AUTOMATION,
    PERSONALIZATION,
    STEPS;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As it stands in files and answers. */
    public String word() {
      return word;
    }
  }

  /** At most {@code times} exposures for one visitor within {@code days} days. */
  public record Cap(int times, int days) {}

  public Campaign {
    placements = List.copyOf(placements);
    contents = List.copyOf(contents);
  }

  /**
   * Whether what it offers may be at a placement: of a campaign of steps, where the step is.
   *
   * @param step of which the offer is; null for an offer of no step
   */
  public boolean isAt(String placement, @Nullable String step) {
    return flow == null ? placements.contains(placement) : flow.isAt(step, placement);
  }

  /** What people call it: its name, else its id. */
  public String title() {
    return name == null ? id : name;
  }
}
