package io.knowfirst.server.console;

import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.YamlEdit;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A campaign in a form, as texts.
 *
 * @param rows whom it shows what
 * @param texts the other fields by name: times are local ones of the shop, the holdout is in
 *     percent
 */
record CampaignForm(
    Campaign.Style style,
    String id,
    String name,
    List<String> placements,
    List<AudienceRow> rows,
    Map<String, String> texts) {
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");
  private static final int MOST_ROWS = 40;

  CampaignForm {
    placements = List.copyOf(placements);
    rows = List.copyOf(rows);
    texts = Map.copyOf(texts);
  }

  /** The fields that are texts. */
  static final List<String> TEXTS =
      List.of(
          "content", "priority", "from", "until", "times", "days", "purpose", "holdout", "owner");

  String text(String field) {
    return texts.getOrDefault(field, "");
  }

  static CampaignForm fresh(Campaign.Style style, String owner) {
    return new CampaignForm(
        style,
        "",
        "",
        List.of(),
        List.of(AudienceRow.EMPTY),
        Map.of("priority", "50", "purpose", RuleFolder.PERSONALIZATION, "owner", owner));
  }

  static CampaignForm of(Campaign campaign, RuleFolder folder, List<AudienceRow> rows) {
    var texts = new LinkedHashMap<String, String>();
    texts.put("content", campaign.contents().isEmpty() ? "" : campaign.contents().get(0));
    texts.put("priority", "" + campaign.priority());
    texts.put("from", local(campaign.from(), folder.zone()));
    texts.put("until", local(campaign.until(), folder.zone()));
    var cap = campaign.cap();
    texts.put("times", cap == null ? "" : "" + cap.times());
    texts.put("days", cap == null ? "" : "" + cap.days());
    texts.put("purpose", campaign.purpose() == null ? "" : campaign.purpose());
    int holdout = folder.holdouts().of(campaign.id());
    texts.put(
        "holdout",
        holdout == 0 ? "" : BigDecimal.valueOf(holdout, 2).stripTrailingZeros().toPlainString());
    texts.put("owner", campaign.owner() == null ? "" : campaign.owner());
    texts.putAll(LimitFields.of(campaign));
    return new CampaignForm(
        campaign.style(),
        campaign.id(),
        campaign.name() == null ? "" : campaign.name(),
        campaign.placements(),
        rows,
        texts);
  }

  private static String local(@Nullable Instant at, ZoneId zone) {
    return at == null ? "" : LOCAL.format(at.atZone(zone));
  }

  static CampaignForm of(ConsoleRequest request) {
    var texts = new LinkedHashMap<String, String>();
    TEXTS.forEach(field -> texts.put(field, request.field(field)));
    texts.putAll(LimitFields.of(request));
    var rows = new ArrayList<AudienceRow>();
    for (int i = 0; i < MOST_ROWS && !request.all("segment" + i).isEmpty(); i++) {
      rows.add(
          new AudienceRow(
              request.field("segment" + i),
              request.field("page" + i),
              request.field("category" + i),
              request.field("content" + i)));
    }
    if (request.field("do").equals("add") && rows.size() < MOST_ROWS) {
      rows.add(AudienceRow.EMPTY);
    }
    return new CampaignForm(
        request.field("style").equals("personalization")
            ? Campaign.Style.PERSONALIZATION
            : Campaign.Style.AUTOMATION,
        request.field("id"),
        request.field("name"),
        request.all("placement").stream().filter(one -> !one.isEmpty()).toList(),
        rows,
        texts);
  }

  /** Its goal, hours, budget and further caps. */
  LimitFields limits() {
    return new LimitFields(texts);
  }

  boolean isAutomation() {
    return style == Campaign.Style.AUTOMATION;
  }

  /** The rows that say something. */
  List<AudienceRow> audience() {
    return rows.stream()
        .filter(row -> !row.isEmpty())
        .map(
            row ->
                isAutomation()
                    ? new AudienceRow(row.segment(), row.page(), row.category(), "")
                    : row)
        .toList();
  }

  /** Its contents: of a personalization those of its rows. */
  List<String> contents() {
    return (isAutomation()
            ? Stream.of(text("content"))
            : audience().stream().map(AudienceRow::content))
        .filter(one -> !one.isEmpty())
        .distinct()
        .toList();
  }

  /**
   * The keys of its entry, as values of YAML; null where one is not said.
   *
   * @param withContents whether the contents are those of the form
   * @throws IllegalArgumentException naming what is wrong
   */
  Map<String, @Nullable String> values(ZoneId zone, boolean withContents) {
    var values = new LinkedHashMap<String, @Nullable String>();
    values.put("name", optional(name));
    values.put("placements", YamlEdit.list(placements));
    if (withContents) {
      values.put("contents", YamlEdit.list(contents()));
    }
    values.put("priority", LimitFields.whole("priority", text("priority"), 0, 100));
    values.put("from", time("from", zone));
    values.put("until", time("until", zone));
    values.put("cap", cap());
    values.put("purpose", optional(text("purpose")));
    values.put("holdout", basisPoints());
    values.putAll(limits().values());
    values.put("owner", optional(text("owner")));
    return values;
  }

  private static @Nullable String optional(String text) {
    return text.isEmpty() ? null : YamlEdit.text(text);
  }

  private @Nullable String cap() {
    if (text("times").isEmpty() && text("days").isEmpty()) {
      return null;
    }
    var cap = new LinkedHashMap<String, String>();
    cap.put("times", LimitFields.whole("times", text("times"), 1, 1_000));
    cap.put("days", LimitFields.whole("days", text("days"), 1, 365));
    return YamlEdit.table(cap);
  }

  private @Nullable String basisPoints() {
    var text = text("holdout").replace(',', '.');
    if (text.isEmpty()) {
      return null;
    }
    if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,2})?") || Double.parseDouble(text) > 100) {
      throw new IllegalArgumentException(
          "holdout is \"%s\", expected a percentage from 0 to 100 with at most two decimals. Maybe 5 was meant."
              .formatted(text));
    }
    int points = new BigDecimal(text).movePointRight(2).intValueExact();
    return points == 0 ? null : "" + points;
  }

  private @Nullable String time(String field, ZoneId zone) {
    var text = text(field);
    if (text.isEmpty()) {
      return null;
    }
    try {
      var local = LocalDateTime.parse(text);
      if (zone.getRules().getValidOffsets(local).isEmpty()) {
        throw new IllegalArgumentException(
            "%s is %s, which the clock in %s skips. Maybe an hour later."
                .formatted(field, text, zone));
      }
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local.atZone(zone));
    } catch (DateTimeException none) {
      throw new IllegalArgumentException(
          "%s is \"%s\", expected a local time such as 2026-12-24T06:00.".formatted(field, text),
          none);
    }
  }
}
