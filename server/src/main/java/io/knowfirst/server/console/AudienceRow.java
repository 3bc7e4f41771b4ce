package io.knowfirst.server.console;

import io.knowfirst.rules.check.SentenceLine;
import io.knowfirst.rules.check.SentencePart.RuleAttribute;
import io.knowfirst.rules.check.SentencePart.SentenceRule;
import io.knowfirst.rules.folder.Sentences.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whom a campaign shows a content, in the form in which marketers say it: a segment, and where.
 *
 * @param segment empty for everybody
 * @param page type of the page; empty for any
 * @param category of the page; empty for any
 * @param content empty for the campaign's only one
 */
record AudienceRow(String segment, String page, String category, String content) {
  static final AudienceRow EMPTY = new AudienceRow("", "", "", "");
  static final List<String> PAGES =
      List.of("home", "category", "product", "cart", "checkout", "search", "content", "account");

  private static final String MEMBER = "Member(segment == \"{0}\")";
  private static final String PAGE = "Page(type == \"{0}\")";
  private static final String BROWSING = "Browsing(category == \"{0}\")";
  private static final Pattern OFFER =
      Pattern.compile("insert\\(new Offer\\(\"([^\"]*)\"(?:,\\s*\"([^\"]*)\")?\\)\\);");
  private static final Pattern UNSAFE = Pattern.compile("[\"\\\\\\p{Cntrl}]");

  boolean isEmpty() {
    return segment.isEmpty() && page.isEmpty() && category.isEmpty();
  }

  /** Whether nothing in it ends a text of the rule language. */
  boolean isSafe() {
    return !UNSAFE.matcher(segment + page + category + content).find();
  }

  /**
   * The rule.
   *
   * @param name the policy as a sentence
   */
  SentenceRule rule(String name, String campaign, String owner, Phrases phrases) {
    var when = new ArrayList<SentenceLine>();
    add(when, MEMBER, segment, phrases);
    add(when, PAGE, page, phrases);
    add(when, BROWSING, category, phrases);
    var then =
        content.isEmpty()
            ? phrases.say(Section.THEN, "insert(new Offer(\"{0}\"));", campaign)
            : phrases.say(Section.THEN, "insert(new Offer(\"{0}\", \"{1}\"));", campaign, content);
    var attributes = new ArrayList<>(List.of(new RuleAttribute("campaign", campaign)));
    if (!owner.isEmpty()) {
      attributes.add(new RuleAttribute("owner", owner));
    }
    return new SentenceRule(name, attributes, when, List.of(then), null, null, null);
  }

  private static void add(List<SentenceLine> when, String meaning, String value, Phrases phrases) {
    if (!value.isEmpty()) {
      when.add(phrases.say(Section.WHEN, meaning, value));
    }
  }

  /** What a rule says, where it says no more than that; empty for one that says more. */
  static Optional<AudienceRow> of(SentenceRule rule, String campaign, Phrases phrases) {
    var then = rule.then().stream().flatMap(line -> phrases.meaning(line).stream()).toList();
    var offer = OFFER.matcher(then.size() == 1 ? then.get(0) : "");
    if (!offer.matches() || !offer.group(1).equals(campaign)) {
      return Optional.empty();
    }
    var row = new AudienceRow("", "", "", offer.group(2) == null ? "" : offer.group(2));
    for (var line : rule.when()) {
      var meaning = phrases.meaning(line);
      if (meaning.isPresent()) {
        row = row.and(meaning.get());
        if (row == null) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(row);
  }

  private @org.jspecify.annotations.Nullable AudienceRow and(String meaning) {
    var member = value(MEMBER, meaning);
    if (member != null && segment.isEmpty()) {
      return new AudienceRow(member, page, category, content);
    }
    var type = value(PAGE, meaning);
    if (type != null && page.isEmpty()) {
      return new AudienceRow(segment, type, category, content);
    }
    var browsing = value(BROWSING, meaning);
    return browsing != null && category.isEmpty()
        ? new AudienceRow(segment, page, browsing, content)
        : null;
  }

  private static @org.jspecify.annotations.Nullable String value(String pattern, String meaning) {
    var parts = pattern.split("\\{0}", -1);
    boolean fits =
        meaning.startsWith(parts[0])
            && meaning.endsWith(parts[1])
            && meaning.length() > parts[0].length() + parts[1].length();
    var value =
        fits ? meaning.substring(parts[0].length(), meaning.length() - parts[1].length()) : null;
    return value == null || UNSAFE.matcher(value).find() ? null : value;
  }
}
