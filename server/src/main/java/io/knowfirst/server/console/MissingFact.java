package io.knowfirst.server.console;

import io.knowfirst.rules.folder.YamlEdit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A fact that visitors can be asked for.
 *
 * @param fact as the ledger names it
 * @param condition of the rule language for those of whom it is not known
 * @param id what files and the segment are named after
 */
record MissingFact(String fact, String condition, String id) {
  private static final String TRAIT = "Trait ";
  private static final String CONSENT = "Consent ";

  /** Empty for what only a request can tell, such as the weather. */
  static Optional<MissingFact> of(String fact) {
    if (fact.matches(".*[\"\\\\\\p{Cntrl}].*") || fact.length() > 100) {
      return Optional.empty();
    }
    if (fact.startsWith(TRAIT)) {
      var name = fact.substring(TRAIT.length());
      return Optional.of(of(fact, "not Trait(name == \"%s\")".formatted(name), name));
    }
    if (fact.startsWith(CONSENT)) {
      var purpose = fact.substring(CONSENT.length());
      var id = "consent-" + purpose;
      return Optional.of(of(fact, "not Consent(purpose == \"%s\")".formatted(purpose), id));
    }
    return fact.equals("Login")
        ? Optional.of(of(fact, "Visitor(known == false)", "login"))
        : Optional.empty();
  }

  private static MissingFact of(String fact, String condition, String name) {
    return new MissingFact(fact, condition, Addresses.slug(name).replaceAll("^-+|-+$", ""));
  }

  String segment() {
    return id + "-unknown";
  }

  String question() {
    return "ask-" + id;
  }

  /** A segment of those of whom it is not known. */
  SortedMap<String, String> asSegment(String owner) {
    var text =
        """
        package shop.segments.demographic.unknown%s;

        import io.knowfirst.rules.facts.*;

        rule "Whose %s is not known belongs to %s"
            @kind("demographic") @owner("%s")
        when
            %s
        then
            insert(new Member("%s"));
        end
        """
            .formatted(
                id.replaceAll("[^a-z0-9]", ""),
                fact.toLowerCase(java.util.Locale.ROOT),
                segment(),
                owner.replaceAll("[\"\\\\]", ""),
                condition,
                segment());
    var files = new TreeMap<String, String>();
    files.put("segments/demographic/%s.drl".formatted(segment()), text);
    return files;
  }

  /**
   * The same, with a content that asks them, shown where no other campaign has its turn.
   *
   * @param headline of the content
   */
  SortedMap<String, String> asQuestion(String owner, String placement, String headline) {
    var files = asSegment(owner);
    files.put(
        "contents/%s.yaml".formatted(question()),
        "headline: %s%nlink: /account%n".formatted(YamlEdit.text(headline)));
    files.put(
        "campaigns/%s.yaml".formatted(question()),
        """
        - id: %s
          style: automation
          placements: %s
          contents: %s
          priority: 1
          cap: {times: 5, days: 30}
          owner: %s
        """
            .formatted(
                YamlEdit.text(question()),
                YamlEdit.list(List.of(placement)),
                YamlEdit.list(List.of(question())),
                YamlEdit.text(owner)));
    files.put(
        "campaigns/%s.drl".formatted(question()),
        """
        package shop.campaigns.ask%s;

        import io.knowfirst.rules.facts.*;

        rule "Whose %s is not known is asked for it"
            @campaign("%s") @owner("%s")
        when
            Member(segment == "%s")
        then
            insert(new Offer("%s"));
        end
        """
            .formatted(
                id.replaceAll("[^a-z0-9]", ""),
                fact.toLowerCase(java.util.Locale.ROOT),
                question(),
                owner.replaceAll("[\"\\\\]", ""),
                segment(),
                question()));
    return files;
  }
}
