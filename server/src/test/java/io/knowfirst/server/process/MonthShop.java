package io.knowfirst.server.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * A shop with five campaigns of steps over web, app, e-mail, post and call centre. {@code
 * month-check.sql} repeats its limits.
 */
final class MonthShop {
  static final List<String> CAMPAIGNS = List.of("alpha", "beta", "gamma", "delta", "epsilon");

  private static final String STEPS =
      """
      - id: alpha
        style: steps
        enter: alpha-fans
        priority: 60
        purpose: personalization
        owner: crm
        holdout: 5000
        caps: [{times: 2, per: day}, {times: 4, days: 7}]
        steps:
          - {step: a1, show: hello, at: [hero, start], for: 3d}
          - wait: 1d
          - {step: a2, send: hello, at: [mail, letter]}
          - wait: 2d
          - if: {clicked: a2}
            then:
              - {step: a3, send: hello, at: [mail]}
            else:
              - {step: a4, send: hello, at: [script, letter]}

      - id: beta
        style: steps
        enter: beta-fans
        exit: [Bought beta]
        priority: 70
        purpose: personalization
        owner: crm
        holdout: 5000
        budget: {exposures: BUDGET}
        steps:
          - {step: b1, send: hello, at: [mail, script]}
          - wait: 3d
          - {step: b2, show: hello, at: [hero], for: 5d}
          - {step: b3, send: hello, at: [mail, script]}

      - id: gamma
        style: steps
        enter: gamma-fans
        priority: 50
        purpose: personalization
        owner: crm
        holdout: 5000
        caps: [{times: 1, per: day, channel: app}]
        steps:
          - {step: g1, show: hello, at: [start], for: 6d}
          - if: {shown: g1}
            then:
              - {step: g2, send: hello, at: [script]}
            else:
              - {step: g3, send: hello, at: [letter, mail]}

      - id: delta
        style: steps
        enter: delta-fans
        exit: [Bought delta]
        priority: 40
        purpose: personalization
        owner: crm
        holdout: 5000
        caps: [{times: 2, per: week}]
        steps:
          - wait: 2d
          - {step: d1, send: hello, at: [letter, script, mail]}
          - wait: 5d
          - {step: d2, send: hello, at: [letter, script, mail]}
          - {step: d3, show: hello, at: [hero, start], for: 2d}

      - id: epsilon
        style: steps
        enter: epsilon-fans
        priority: 80
        purpose: personalization
        owner: crm
        holdout: 5000
        budget: {daily: DAILY}
        steps:
          - {step: e1, show: hello, at: [hero], for: 2d}
          - if: {responded: e1}
            then:
              - {step: e2, send: hello, at: [mail]}
            else:
              - leave: uninterested
          - wait: 12h
          - {step: e3, send: hello, at: [mail, script]}
      """;

  private MonthShop() {}

  /**
   * The rules, as they are published.
   *
   * @param budget of exposures of the campaign that has one
   * @param daily of the one that has so many a day
   */
  static String rules(int budget, int daily) {
    var body = new ObjectMapper().createObjectNode().put("message", "Five campaigns of steps");
    var files = body.putObject("files");
    files.put(
        "shop.yaml",
        """
        timezone: Europe/Berlin
        currency: EUR
        holdout: 0
        channels:
          email: {quiet: "21:00-08:00"}
          call-centre: {quiet: "20:00-09:00"}
          post: {}
        preferredChannel: {explore: 2000, halfLife: 60}
        caps: [{times: 3, per: day}, {times: 2, per: week, channel: email}]
        """);
    files.put(
        "placements.yaml",
        """
        - {id: hero, channel: web, content: welcome}
        - {id: start, channel: app, content: welcome}
        - {id: mail, channel: email}
        - {id: letter, channel: post}
        - {id: script, channel: call-centre}
        """);
    files.put("contents/welcome.yaml", "headline: Welcome\n");
    files.put("contents/hello.yaml", "headline: Hello\n");
    files.put(
        "campaigns/steps.yaml",
        STEPS
            .replace("BUDGET", Integer.toString(budget))
            .replace("DAILY", Integer.toString(daily)));
    var rules = new StringBuilder("package month;\nimport io.knowfirst.rules.facts.*;\n");
    var metrics = new StringBuilder();
    for (var campaign : CAMPAIGNS) {
      rules.append(
          """
          rule "Who began %1$s is a fan of it"
              @kind("behavioural") @owner("crm")
          when
              Did(event == "Began %1$s")
          then
              insert(new Member("%1$s-fans"));
          end
          """
              .formatted(campaign));
      metrics.append(
          "- {id: bought-%1$s, kind: conversion, event: Bought %1$s, window: 40}\n"
              .formatted(campaign));
    }
    files.put("segments/fans.drl", rules.toString());
    files.put("metrics.yaml", metrics.toString());
    return body.toString();
  }
}
