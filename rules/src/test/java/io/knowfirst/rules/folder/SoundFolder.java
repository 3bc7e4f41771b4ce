package io.knowfirst.rules.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A folder in which nothing is wrong. */
final class SoundFolder {
  static final Map<String, String> FILES =
      Map.of(
          "shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n",
          "placements.yaml",
              "- {id: home-hero, channel: web, content: welcome}\n- {id: cart, channel: web}\n",
          "campaigns.yaml",
              """
              - id: jeans
                style: automation
                placements: [home-hero, cart]
                contents: [welcome]
                priority: 70
                from: 2026-09-01T00:00:00+02:00
                until: 2026-10-01T00:00:00+02:00
                cap: {times: 3, days: 7}
                purpose: personalization
                owner: menswear
                name: Jeans for men
              """,
          "campaigns/sale.yaml",
              "style: personalization\nplacements: [cart]\ncontents: [welcome, deal]\npriority: 1\n",
          "contents/welcome.yaml", "headline: Hello\nsteps: [1, 2.5, true, {a: b}]\nnumber: '7'\n",
          "contents/deal.yaml",
              """
              headline: Deal
              products:
                category: apparel
                where: {size: "{size}", brand: [a, b]}
                goesWith: "{product}"
                except: "{page}"
                limit: 4
                atLeast: 2
              """,
          "colours.yaml", "blue: [brown, tan]\nother: black\n",
          "experiments/layout.yaml",
              """
              placement: home-hero
              metrics: [orders, income]
              analysis: {looking: once, planned: 4000, alpha: 0.1, correction: benjamini-hochberg, minimumEffect: 0.05, postStratify: false}
              running: true
              variations:
                - {id: control, content: welcome, weight: 5000}
                - {id: deal, content: deal, weight: 5000}
              """,
          "metrics.yaml",
              """
              - {id: orders, kind: conversion, event: Order Completed}
              - id: income
                kind: sum
                event: Order Completed
                property: items.value
                window: 14
                cap: 99.5
                covariate: 28
              - {id: basket, kind: ratio, event: Order Completed, property: total, per: {event: Order Completed}, covariate: 14}
              - {id: refunds, kind: count, event: Order Refunded, direction: lower, guardrail: true}
              """,
          "segments/a.drl", "package shop\n");

  private SoundFolder() {}

  static Path write(Path folder, Map<String, String> files) throws IOException {
    for (var file : files.entrySet()) {
      var path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue().getBytes(StandardCharsets.UTF_8));
    }
    return folder;
  }
}
