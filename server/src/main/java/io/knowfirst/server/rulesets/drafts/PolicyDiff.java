package io.knowfirst.server.rulesets.drafts;

import io.knowfirst.rules.check.Checked;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.folder.Content;
import io.knowfirst.rules.folder.FolderReading;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.rulesets.versions.RuleTexts;
import io.knowfirst.server.rulesets.versions.RulesetDiff.Kind;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What tells two folders apart for those who know segments, campaigns, contents and placements, not
 * files. Of a folder with errors, as far as it can be read.
 *
 * @param changes segments first, each kind by id
 */
public record PolicyDiff(List<PolicyChange> changes) {

  /**
   * Something that was added, removed or changed.
   *
   * @param what {@code segment}, {@code campaign}, {@code content} or {@code placement}
   * @param before whom it is for, a rule each; none for contents and placements
   * @param fields that differ; none where all of it was added or removed
   */
  public record PolicyChange(
      String what,
      String id,
      Kind kind,
      List<AudienceRule> before,
      List<AudienceRule> after,
      List<FieldChange> fields) {
    public PolicyChange {
      before = List.copyOf(before);
      after = List.copyOf(after);
      fields = List.copyOf(fields);
    }

    /** In a sentence. */
    public String words() {
      var name = what + " \"" + id + "\"";
      var words = new StringBuilder(name.substring(0, 1).toUpperCase(Locale.ROOT));
      words.append(name.substring(1)).append(' ').append(kind.word());
      if (!before.equals(after)) {
        words.append(kind == Kind.CHANGED ? ": was " + names(before) + ", is " : ": ");
        words.append(names(kind == Kind.REMOVED ? before : after));
      }
      for (var field : fields) {
        words
            .append("; ")
            .append(field.field())
            .append(' ')
            .append(said(field.before()))
            .append(" -> ")
            .append(said(field.after()));
      }
      return words.append('.').toString();
    }

    private static String said(@Nullable String value) {
      return value == null ? "nothing" : value;
    }

    private static String names(List<AudienceRule> rules) {
      return rules.isEmpty()
          ? "nobody"
          : rules.stream()
              .map(rule -> "\"" + rule.rule() + "\"")
              .collect(Collectors.joining(" and "));
    }
  }

  /**
   * Whom a segment or campaign is for.
   *
   * @param rule its name, the policy as a sentence
   * @param conditions as they are written, a line each
   */
  public record AudienceRule(String rule, String conditions) {}

  /** A key that differs; null where it is absent. */
  public record FieldChange(String field, @Nullable String before, @Nullable String after) {}

  public PolicyDiff {
    changes = List.copyOf(changes);
  }

  /** Takes as long as reading the rules takes: not on an event loop. */
  public static PolicyDiff of(SortedMap<String, String> from, SortedMap<String, String> to) {
    var old = new Side(from);
    var now = new Side(to);
    var changes = new ArrayList<PolicyChange>();
    add("segment", old.segments, now.segments, Map.of(), Map.of(), changes);
    add(
        "campaign",
        old.campaigns,
        now.campaigns,
        fields(old.folder.campaigns()),
        fields(now.folder.campaigns()),
        changes);
    add("content", Map.of(), Map.of(), contents(old.folder), contents(now.folder), changes);
    add(
        "placement",
        Map.of(),
        Map.of(),
        fields(old.folder.placements()),
        fields(now.folder.placements()),
        changes);
    return new PolicyDiff(changes);
  }

  private static void add(
      String what,
      Map<String, List<AudienceRule>> rulesBefore,
      Map<String, List<AudienceRule>> rulesAfter,
      Map<String, Map<String, String>> fieldsBefore,
      Map<String, Map<String, String>> fieldsAfter,
      List<PolicyChange> changes) {
    var ids = new TreeSet<String>();
    boolean bySettings = !fieldsBefore.isEmpty() || !fieldsAfter.isEmpty();
    var before = bySettings ? fieldsBefore : rulesBefore;
    var after = bySettings ? fieldsAfter : rulesAfter;
    ids.addAll(before.keySet());
    ids.addAll(after.keySet());
    for (var id : ids) {
      boolean was = before.containsKey(id);
      boolean is = after.containsKey(id);
      var old = rulesBefore.getOrDefault(id, List.of());
      var now = rulesAfter.getOrDefault(id, List.of());
      var fields = was && is ? differing(fieldsBefore.get(id), fieldsAfter.get(id)) : NO_FIELDS;
      if (was != is || !old.equals(now) || !fields.isEmpty()) {
        var kind = !was ? Kind.ADDED : !is ? Kind.REMOVED : Kind.CHANGED;
        changes.add(new PolicyChange(what, id, kind, old, now, fields));
      }
    }
  }

  private static final List<FieldChange> NO_FIELDS = List.of();

  private static List<FieldChange> differing(
      @Nullable Map<String, String> before, @Nullable Map<String, String> after) {
    if (before == null || after == null) {
      return NO_FIELDS;
    }
    var names = new ArrayList<>(before.keySet());
    after.keySet().stream().filter(name -> !before.containsKey(name)).forEach(names::add);
    return names.stream()
        .filter(name -> !Objects.equals(before.get(name), after.get(name)))
        .map(name -> new FieldChange(name, before.get(name), after.get(name)))
        .toList();
  }

  private static Map<String, Map<String, String>> contents(RuleFolder folder) {
    var all = new TreeMap<String, Map<String, String>>();
    for (Content content : folder.contents().values()) {
      var fields = new LinkedHashMap<String, String>();
      content.payload().forEach((key, value) -> fields.put(key, String.valueOf(value)));
      content
          .languages()
          .forEach(
              (language, payload) ->
                  payload.forEach(
                      (key, value) -> {
                        if (!value.equals(content.payload().get(key))) {
                          fields.put(language + "." + key, String.valueOf(value));
                        }
                      }));
      if (content.products() != null) {
        fieldsOf(content.products()).forEach((key, value) -> fields.put("products." + key, value));
      }
      all.put(content.id(), fields);
    }
    return all;
  }

  private static Map<String, Map<String, String>> fields(Map<String, ? extends Record> records) {
    var all = new TreeMap<String, Map<String, String>>();
    records.forEach((id, record) -> all.put(id, fieldsOf(record)));
    return all;
  }

  private static Map<String, String> fieldsOf(Record record) {
    var fields = new LinkedHashMap<String, String>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        var value = component.getAccessor().invoke(record);
        if (value != null) {
          var text = value instanceof Enum<?> word ? word.name().toLowerCase(Locale.ROOT) : value;
          fields.put(component.getName(), String.valueOf(text));
        }
      } catch (ReflectiveOperationException impossible) {
        throw new IllegalStateException("The accessors of " + record + " are public.", impossible);
      }
    }
    return fields;
  }

  /** One of the two folders. */
  private static final class Side {
    private final RuleFolder folder;
    private final Map<String, List<AudienceRule>> segments;
    private final Map<String, List<AudienceRule>> campaigns;

    Side(SortedMap<String, String> files) {
      this.folder = FolderReading.of(files).folder();
      var cards = Checked.of(folder).rules();
      var texts = new TreeMap<String, SortedMap<String, String>>();
      Function<RuleCard, AudienceRule> rule =
          card ->
              new AudienceRule(
                  card.name(),
                  conditions(
                      texts
                          .computeIfAbsent(card.file(), file -> RuleTexts.of(file, files.get(file)))
                          .getOrDefault(card.name(), "")));
      this.segments = new TreeMap<>();
      this.campaigns = new TreeMap<>();
      for (var card : cards) {
        var told = rule.apply(card);
        card.segments().forEach(id -> list(segments, id).add(told));
        card.campaigns().forEach(id -> list(campaigns, id).add(told));
      }
    }

    private static List<AudienceRule> list(Map<String, List<AudienceRule>> all, String id) {
      return all.computeIfAbsent(id, key -> new ArrayList<>());
    }

    /** What stands between when and then; of a table the headings and the line. */
    private static String conditions(String rule) {
      var lines = rule.lines().map(String::strip).toList();
      int when = lines.indexOf("when");
      int then = lines.lastIndexOf("then");
      return String.join("\n", when >= 0 && then > when ? lines.subList(when + 1, then) : lines);
    }
  }
}
