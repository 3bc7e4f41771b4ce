package io.knowfirst.server.rulesets.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.facts.Trending;
import io.knowfirst.rules.facts.Trends;
import io.knowfirst.rules.facts.Trends.Trend;
import io.knowfirst.rules.folder.Content;
import io.knowfirst.rules.folder.ProductSelection;
import io.knowfirst.rules.folder.Recommendation.ProductSource;
import io.knowfirst.server.decide.Situation;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What trended when a decision was made, in its recording; written only where a rule or content
 * asks.
 */
final class RecordedTrends {
  private static final String COUNTED = "trendsCounted";
  private static final String PREFIX = "trending-";

  private RecordedTrends() {}

  static void write(JsonGenerator json, Situation situation) throws IOException {
    var trends = situation.assortment().trends();
    if (!trends.holds(situation.request().now()) || !isAsked(situation.rules().base())) {
      return;
    }
    json.writeStringField(COUNTED, trends.counted().toString());
    write(json, Trends.PRODUCT, trends.products());
    write(json, Trends.SEARCH, trends.searches());
  }

  private static boolean isAsked(RuleBase rules) {
    return rules.keys().any(Trending.class)
        || rules.folder().contents().values().stream()
            .map(Content::products)
            .filter(Objects::nonNull)
            .map(ProductSelection::recommend)
            .filter(Objects::nonNull)
            .anyMatch(recommend -> recommend.uses(ProductSource.TRENDING));
  }

  private static void write(JsonGenerator json, String kind, List<Trend> trends)
      throws IOException {
    json.writeArrayFieldStart(PREFIX + kind);
    for (var one : trends) {
      json.writeStartArray();
      json.writeString(one.value());
      json.writeNumber(one.visitors());
      json.writeNumber(one.usual());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  static Trends read(JsonNode json) {
    return json.has(COUNTED)
        ? new Trends(
            Instant.parse(json.path(COUNTED).asText()),
            list(json.path(PREFIX + Trends.PRODUCT)),
            list(json.path(PREFIX + Trends.SEARCH)))
        : Trends.NONE;
  }

  private static List<Trend> list(JsonNode list) {
    var trends = new ArrayList<Trend>(list.size());
    for (var one : list) {
      trends.add(new Trend(one.path(0).asText(), one.path(1).asInt(), one.path(2).asDouble()));
    }
    return trends;
  }
}
