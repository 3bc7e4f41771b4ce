package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

/**
 * What an author may mistype.
 *
 * @param written a piece of the rules
 * @param mistyped the same with a mistake; « stands where it is to be told
 */
record Mistake(String written, String mistyped, String sentence) {

  static final String RULES =
      """
      package shop.segments;

      import io.knowfirst.rules.facts.*;

      rule "Jeans buyers"
          @kind("behavioural") @owner("me")
      when
          Bought(category == "jeans", daysAgo <= 30)
      then
          insert(new Member("jeans-buyers"));
      end

      rule "Visits often"
          @kind("behavioural") @owner("me")
      when
          Visitor(visits >= 3)
      then
          insert(new Member("regulars"));
      end
      """;

  /** The rules with the mistake in them, and the mark. */
  String marked() {
    assertThat(RULES).contains(written);
    int from = RULES.indexOf(written);
    return RULES.substring(0, from) + mistyped + RULES.substring(from + written.length());
  }

  static Stream<Mistake> all() {
    return Stream.of(
        // words that are missing
        new Mistake(
            "30)\nthen\n    insert",
            "30)\n    «insert",
            "The \"then\" of rule \"Jeans buyers\" is missing before this."),
        new Mistake(
            "\"me\")\nwhen\n    Bought",
            "\"me\")\n    «Bought",
            "The \"when\" of rule \"Jeans buyers\" is missing before this."),
        new Mistake(
            "buyers\"));\nend\n\nrule",
            "buyers\"));\n\n«rule",
            "The \"end\" of rule \"Jeans buyers\" is missing before this."),
        new Mistake(
            "(\"regulars\"));\nend",
            "(\"regulars\"));«",
            "The \"end\" of rule \"Visits often\" is missing at the end of the file."),
        new Mistake(
            "package shop", "«shop", "Found \"shop\" outside of a rule, expected \"package\""),
        // words that are mistyped
        new Mistake(
            "rule \"Jeans", "«Rule \"Jeans", "Found \"Rule\", expected small letters: \"rule\"."),
        new Mistake(
            "when\n    B", "«When\n    B", "Found \"When\", expected small letters: \"when\"."),
        new Mistake("30)\nthen", "30)\n«THEN", "Found \"THEN\", expected small letters: \"then\"."),
        new Mistake(
            "buyers\"));\nend",
            "buyers\"));\n«End",
            "Found \"End\", expected small letters: \"end\"."),
        new Mistake(
            "    Bought", "    «Not Bought", "Found \"Not\", expected small letters: \"not\"."),
        new Mistake("rule \"Jeans", "«rul \"Jeans", "Maybe \"rule\" is meant."),
        new Mistake("import", "«imprt", "Maybe \"import\" is meant."),
        new Mistake("rule \"Jeans", "rule «rule \"Jeans", "\"rule\" stands twice"),
        new Mistake(
            "rule \"Visits", "«jeans are nice\nrule \"Visits", "Found \"jeans\" outside of a rule"),
        // quotes
        new Mistake(
            "\"jeans\",", "«\"jeans,", "The text that begins here is not closed on its line"),
        new Mistake("<= 30)", "<= 30«\")", "Maybe a quote is missing, or this one is too many."),
        new Mistake(
            "Member(\"jeans-buyers\"",
            "Member(«\"jeans-buyers",
            "is not closed on its line, expected \"."),
        new Mistake(
            "\"Jeans buyers\"\n",
            "«\"Jeans buyers\n",
            "The name of the rule is not closed, expected \"Jeans buyers\"."),
        new Mistake(
            "\"Jeans buyers\"\n",
            "«Jeans buyers\n",
            "The name of the rule is not in quotes, expected rule \"Jeans buyers\"."),
        new Mistake(
            "\"Jeans buyers\"\n",
            "«Jeans buyers\"\n",
            "The name of the rule is not in quotes, expected rule \"Jeans buyers\"."),
        new Mistake(
            "\"jeans\"",
            "«\u201cjeans\u201d",
            "Found a typographic quote \u201c, expected a straight \"."),
        new Mistake(
            "\"Jeans buyers\"\n",
            "«\u201eJeans buyers\u201c\n",
            "Found a typographic quote \u201e"),
        // brackets
        new Mistake(
            "30)\nthen",
            "30\n«then",
            "Expected \")\" before \"then\", to close the \"(\" of line 8."),
        new Mistake(
            "30)\nthen", "30)«)\nthen", "This \")\" closes nothing. Maybe it is one too many."),
        new Mistake(
            "30)\nthen", "30«]\nthen", "Found \"]\", expected \")\" to close the \"(\" of line 8."),
        new Mistake(
            "Bought(cat", "Bought «cat", "Found \"category\" after Bought, expected \"(\"."),
        new Mistake("Bought(cat", "Bought«[cat", "Found \"[\" after Bought, expected \"(\"."),
        new Mistake(
            "(\"jeans-buyers\"));",
            "(\"jeans-buyers\")«;",
            "Found \";\" in the then block, expected \")\"."),
        new Mistake(
            "(\"jeans-buyers\"));",
            "(\"jeans-buyers\"))«);",
            "Found \")\" in the then block, expected \";\"."),
        new Mistake(
            "insert(new Member(\"jeans",
            "«{ insert(new Member(\"jeans",
            "Found \"{\" in the then block"),
        new Mistake(
            "(\"jeans-buyers\"));", "(\"jeans-buyers\")); «}", "Found \"}\" in the then block"),
        new Mistake(
            "@kind(\"behavioural\") @owner(\"me\")\nwhen\n    B",
            "@kind«(\"behavioural\" @owner(\"me\")\nwhen\n    B",
            "The \"(\" after @kind is not closed, expected \")\"."),
        new Mistake(
            "@kind(\"behavioural\") @owner(\"me\")\nwhen\n    B",
            "«kind(\"behavioural\") @owner(\"me\")\nwhen\n    B",
            "The \"@\" before \"kind\" is missing, expected @kind(\"…\")."),
        // signs
        new Mistake("category ==", "category «=", "Found \"=\", expected \"==\""),
        new Mistake("daysAgo <=", "daysAgo «=<", "Found \"=<\", expected \"<=\"."),
        new Mistake("daysAgo <=", "daysAgo «is", "Found \"is\", expected \"==\"."),
        new Mistake("\"jeans\", d", "\"jeans\" «& d", "Found \"&\", expected \"&&\"."),
        new Mistake("\"jeans\", d", "\"jeans\" «| d", "Found \"|\", expected \"||\"."),
        new Mistake(
            "\"jeans\", d",
            "\"jeans\" «and d",
            "Found \"and\" between comparisons, expected \",\" or \"&&\"."),
        new Mistake(
            "\"jeans\", d",
            "\"jeans\" «d",
            "Found \"daysAgo\" after \"jeans\", expected \",\" or \")\"."),
        new Mistake(
            "\"jeans\", d", "\"jeans\",«, d", "A comparison is missing: found \",\" after \",\"."),
        new Mistake("<= 30)", "<= 30,«)", "A comparison is missing: found \")\" after \",\"."),
        new Mistake(
            "<= 30)", "<= 30 «days)", "Maybe a comma is missing, or a unit is one too many."),
        new Mistake(
            "<= 30)", "<= 30,«5)", "Maybe a decimal number is meant, which has a point: 0.5."),
        new Mistake(
            "    Bought", "    «!Bought", "Found \"!\" before a condition, expected \"not\"."),
        new Mistake(
            "30)\nthen", "30) and\n«then", "Found \"then\" after \"and\", expected a condition."),
        new Mistake(
            "    Bought",
            "    «# why\n    Bought",
            "Found \"#\", expected \"//\" before a comment."),
        new Mistake(
            "    Bought",
            "    «/* why\n    Bought",
            "The comment that begins here is not closed, expected */."),
        new Mistake(
            "rs\"\n    @kind",
            "rs\"«:\n    @kind",
            "Found \":\" after the name of rule \"Jeans buyers\", expected \"when\"."),
        // semicolons
        new Mistake(
            "\"jeans\", d", "\"jeans\"«; d", "Found \";\" between comparisons, expected \",\"."),
        new Mistake(
            "when\n    B", "when«;\n    B", "Found \";\" after \"when\", expected a condition."),
        new Mistake("30)\nthen", "30)\nthen«;", "Found \";\" in the then block"),
        new Mistake(
            "buyers\"));\nend",
            "buyers\"))«\nend",
            "Found \"end\" in the then block, expected \";\"."),
        // blanks
        new Mistake(
            "category ==",
            "category«\u00a0==",
            "Found a special blank (U+00A0), expected a plain one."),
        new Mistake(
            "    Bought",
            "«\u00a0   Bought",
            "Found a special blank (U+00A0), expected a plain one."));
  }
}
