package io.knowfirst.server.cli.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One event in the shape of the Segment spec on each line, sent as it stands. */
final class SegmentEvents implements EventFormat {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public Optional<Line> event(TextFile.Text line) {
    if (line.text().isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(line));
    } catch (JsonProcessingException e) {
      return Optional.of(new Line.Bad(line.number(), "not JSON: " + e.getOriginalMessage()));
    } catch (BadLine bad) {
      return Optional.of(new Line.Bad(line.number(), bad.reason()));
    }
  }

  @Override
  public Optional<ObjectNode> product(TextFile.Text line) {
    return Optional.empty();
  }

  private static Line read(TextFile.Text line) throws JsonProcessingException, BadLine {
    if (!(JSON.readTree(line.text()) instanceof ObjectNode body)) {
      throw new BadLine("not an object, expected one event");
    }
    var visitor = body.path("userId").asText(body.path("anonymousId").asText());
    if (visitor.isEmpty()) {
      throw new BadLine("userId and anonymousId are absent, expected one of them");
    }
    if (body.path("messageId").asText().isEmpty()) {
      throw new BadLine("messageId is absent, expected one, so that nothing is counted twice");
    }
    if (body.path("timestamp").asText().isEmpty()) {
      throw new BadLine("timestamp is absent, expected the time of the event");
    }
    return new Line.Happened(line.number(), visitor, body, view(body));
  }

  private static Line.@Nullable View view(JsonNode body) {
    var properties = body.path("properties");
    var product = properties.path("product_id").asText();
    return body.path("event").asText().equals("Product Viewed") && !product.isEmpty()
        ? new Line.View(product, properties.path("category").textValue())
        : null;
  }
}
