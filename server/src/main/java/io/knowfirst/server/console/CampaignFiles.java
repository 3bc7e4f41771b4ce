package io.knowfirst.server.console;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.check.SentenceFile;
import io.knowfirst.rules.check.SentencePart;
import io.knowfirst.rules.check.SentencePart.SentenceRule;
import io.knowfirst.rules.check.SentenceWriter;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.Ids;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import io.knowfirst.rules.folder.YamlEdit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes what a form says of a campaign into the files of a draft: its entry, and its rules. */
record CampaignFiles(Policy policy, Phrases phrases, boolean german) {

  /**
   * The rows of a campaign whose rules say no more than rows can; empty where they do, or where
   * they are not all in one file of sentences.
   */
  Optional<List<AudienceRow>> rows(String campaign) {
    var cards = policy.audience(campaign);
    if (cards.isEmpty()) {
      return Optional.of(List.of());
    }
    var file = cards.get(0).file();
    if (!file.endsWith(".dslr") || !cards.stream().allMatch(card -> card.file().equals(file))) {
      return Optional.empty();
    }
    var rows = new ArrayList<AudienceRow>();
    for (var part : read(file).parts()) {
      if (part instanceof SentenceRule rule && isOf(cards, rule)) {
        var row = AudienceRow.of(rule, campaign, phrases);
        if (row.isEmpty()) {
          return Optional.empty();
        }
        rows.add(row.get());
      }
    }
    return rows.size() == cards.size() ? Optional.of(rows) : Optional.empty();
  }

  private static boolean isOf(List<RuleCard> cards, SentenceRule rule) {
    return cards.stream().anyMatch(card -> card.name().equals(rule.name()));
  }

  private SentenceFile read(String file) {
    return SentenceFile.of(policy.files().getOrDefault(file, ""), policy.sentences());
  }

  /**
   * The files with what the form says.
   *
   * @param was the campaign as it is; null for a new one
   * @throws IllegalArgumentException naming what is wrong
   */
  SortedMap<String, String> files(CampaignForm form, @Nullable Campaign was) {
    if (was == null && !Ids.isSound(form.id())) {
      throw new IllegalArgumentException(Ids.advice("id", form.id()));
    }
    if (was == null && policy.folder().campaigns().containsKey(form.id())) {
      throw new IllegalArgumentException(
          "There is a campaign \"%s\" already. Maybe change that one.".formatted(form.id()));
    }
    var editable = was == null ? Optional.of(List.<AudienceRow>of()) : rows(was.id());
    check(form, editable.isPresent());
    var files = new TreeMap<String, String>();
    boolean shown =
        form.isAutomation()
            || editable
                .filter(before -> was == null || !before.equals(form.audience()))
                .isPresent();
    var values = form.values(policy.folder().zone(), shown);
    if (was == null) {
      var file = free("campaigns/" + Addresses.slug(form.id()), ".yaml");
      files.put(file, fresh(form, values));
    } else {
      var file = policy.file(FolderPart.CAMPAIGN, was.id());
      var text = policy.files().getOrDefault(file, "");
      files.put(file, YamlEdit.set(text, was.id(), changed(values, form, was)));
    }
    editable.ifPresent(before -> rules(form, before, files));
    return files;
  }

  private void check(CampaignForm form, boolean hasRows) {
    if (form.placements().isEmpty()) {
      throw new IllegalArgumentException(
          "placements is empty, expected at least one. Maybe tick where it is shown.");
    }
    if (!form.isAutomation() && form.placements().size() > 1) {
      throw new IllegalArgumentException(
          "A personalization has one placement, expected no more. Maybe an automation is meant.");
    }
    if (form.isAutomation() && form.contents().isEmpty()) {
      throw new IllegalArgumentException(
          "content is empty, expected what is shown. Maybe make a content first.");
    }
    if (hasRows && form.audience().isEmpty()) {
      throw new IllegalArgumentException(
          "The audience is empty, expected a segment or a page at least. Maybe choose a segment.");
    }
    if (hasRows
        && !form.isAutomation()
        && form.audience().stream().anyMatch(row -> row.content().isEmpty())) {
      throw new IllegalArgumentException(
          "A row has no content, expected one for each audience. Maybe choose one, or empty the row.");
    }
    if (!form.audience().stream().allMatch(AudienceRow::isSafe)) {
      throw new IllegalArgumentException(
          "An audience has a quote or a backslash, expected none. Maybe leave it out.");
    }
  }

  private static String fresh(CampaignForm form, Map<String, @Nullable String> values) {
    var text = new StringBuilder();
    text.append("id: ").append(YamlEdit.text(form.id())).append('\n');
    text.append("style: ").append(form.style().word()).append('\n');
    values.forEach(
        (key, value) -> {
          if (value != null) {
            text.append(key).append(": ").append(value).append('\n');
          }
        });
    return text.toString();
  }

  /** What differs from the campaign as it is, so that the rest stays as its author wrote it. */
  private Map<String, @Nullable String> changed(
      Map<String, @Nullable String> values, CampaignForm form, Campaign was) {
    var before =
        CampaignForm.of(was, policy.folder(), List.of()).values(policy.folder().zone(), false);
    before.put("contents", YamlEdit.list(was.contents()));
    var changed = new LinkedHashMap<String, @Nullable String>();
    values.forEach(
        (key, value) -> {
          boolean same =
              key.equals("contents")
                  ? Set.copyOf(form.contents()).equals(Set.copyOf(was.contents()))
                  : Objects.equals(value, before.get(key));
          if (!same) {
            changed.put(key, value);
          }
        });
    return changed;
  }

  private String free(String stem, String ending) {
    var name = stem + ending;
    for (int i = 2; policy.files().containsKey(name); i++) {
      name = stem + "-" + i + ending;
    }
    return name;
  }

  /** Rows that are as they were keep their rules, in their words. */
  private void rules(CampaignForm form, List<AudienceRow> before, SortedMap<String, String> files) {
    var audience = form.audience();
    if (audience.equals(before.stream().map(row -> plain(row, form)).toList())) {
      return;
    }
    var cards = policy.audience(form.id());
    var file =
        cards.isEmpty()
            ? free("campaigns/" + Addresses.slug(form.id()), ".dslr")
            : cards.get(0).file();
    var read = read(file);
    var parts = new ArrayList<SentencePart>();
    var kept = new ArrayList<>(audience);
    int at = -1;
    for (var part : read.parts()) {
      if (part instanceof SentenceRule rule && isOf(cards, rule)) {
        var row = AudienceRow.of(rule, form.id(), phrases);
        at = parts.size();
        if (row.isPresent() && kept.remove(plain(row.get(), form))) {
          parts.add(part);
          at++;
        }
      } else {
        parts.add(part);
      }
    }
    var names = policy.rules().stream().map(RuleCard::name).collect(Collectors.toSet());
    var fresh = new ArrayList<SentencePart>();
    for (var row : kept) {
      fresh.add(row.rule(name(row, form, names), form.id(), form.text("owner"), phrases));
    }
    parts.addAll(at < 0 ? parts.size() : at, fresh);
    var wrong = new ArrayList<String>();
    var text =
        SentenceWriter.write(
            new SentenceFile(parts, true),
            policy.sentences(),
            (pointer, expected) -> wrong.add(pointer + ": expected " + expected));
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", wrong));
    }
    files.put(file, text);
  }

  /** A rule of an automation may name its only content, or leave that out. */
  private static AudienceRow plain(AudienceRow row, CampaignForm form) {
    return form.isAutomation() && row.content().equals(form.text("content"))
        ? new AudienceRow(row.segment(), row.page(), row.category(), "")
        : row;
  }

  /** The policy as a sentence that no other rule has for a name. */
  private String name(AudienceRow row, CampaignForm form, Set<String> taken) {
    var content = row.content().isEmpty() ? form.text("content") : row.content();
    var who = row.segment().isEmpty() ? (german ? "Alle" : "Everybody") : row.segment();
    var where =
        Stream.of(
                row.page().isEmpty() ? "" : (german ? "Seiten: " : "pages: ") + row.page(),
                row.category())
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    var name =
        (german ? "%s sehen %s%s (%s)" : "%s see %s%s (%s)")
            .formatted(who, content, where.isEmpty() ? "" : ", " + where, form.id());
    var free = name;
    for (int i = 2; !taken.add(free); i++) {
      free = name + " " + i;
    }
    return free;
  }
}
