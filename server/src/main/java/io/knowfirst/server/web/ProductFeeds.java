package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.catalogue.Catalogue;
import io.knowfirst.server.catalogue.LineProblem;
import io.knowfirst.server.catalogue.StockChange;
import io.knowfirst.server.catalogue.StockReceipt.Status;
import io.knowfirst.server.feeds.FeedFault;
import io.knowfirst.server.feeds.FeedRecord;
import io.knowfirst.server.model.Product;
import io.knowfirst.server.wire.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Feeds of prices and stock, which change products that there are. */
final class ProductFeeds {
  private static final int MOST_CHANGES = 500;
  private static final Set<String> CATALOGUE =
      Set.of(
          "id",
          "name",
          "category",
          "price",
          "stock",
          "sizes",
          "availability",
          "url",
          "image",
          "attributes");

  private final Services services;

  ProductFeeds(Services services) {
    this.services = services;
  }

  /** In the names of the catalogue; what it does not have is an attribute. */
  Future<Void> products(List<List<FeedRecord>> groups, FeedOptions options, FeedReport report) {
    var currency = services.rules().rulesets().get().get().base().folder().currency();
    var kept = new ArrayList<List<FeedRecord>>();
    var body = Buffer.buffer();
    for (var group : groups) {
      var line = product(Objects.requireNonNull(group.get(0).fields())).toString();
      var problem = Catalogue.problem(1, line.getBytes(StandardCharsets.UTF_8), currency);
      if (problem.isPresent()) {
        reject(group, problem.get(), report);
      } else {
        kept.add(group);
        body.appendString(line).appendString("\n");
      }
    }
    if (options.dryRun() || kept.isEmpty()) {
      kept.forEach(group -> report.changed(true));
      return Future.succeededFuture();
    }
    return upload(body, kept, report);
  }

  private static ObjectNode product(ObjectNode fields) {
    var product = fields.deepCopy();
    var attributes =
        product.path("attributes").isObject() ? product.withObject("/attributes") : null;
    for (var field : fields.properties()) {
      var name = field.getKey();
      if (!CATALOGUE.contains(name)) {
        product.remove(name);
        if (attributes == null) {
          attributes = product.putObject("attributes");
        }
        attributes.set(
            name.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_"), field.getValue());
      }
    }
    var currency = fields.path("currency").asText();
    if (!currency.isEmpty()) {
      product.put("price", fields.get("price").asText() + " " + currency);
    }
    return product;
  }

  private static void reject(List<FeedRecord> group, LineProblem problem, FeedReport report) {
    var field = problem.pointer().replaceFirst("^/", "");
    report.reject(group, new FeedFault(field, problem.value(), problem.expected(), null));
  }

  private Future<Void> upload(Buffer body, List<List<FeedRecord>> groups, FeedReport report) {
    return services
        .catalogue()
        .upload()
        .apply(new BufferStream(body), progress -> {})
        .map(
            done -> {
              done.problems()
                  .forEach(
                      problem -> reject(groups.get((int) problem.line() - 1), problem, report));
              for (long i = 0; i < done.stored(); i++) {
                report.changed(i < done.changed());
              }
              return null;
            });
  }

  private record Line(List<FeedRecord> group, ObjectNode fields, Product product) {}

  /** Everything else of a product stays, its stock as PostgreSQL has it. */
  Future<Void> prices(List<List<FeedRecord>> groups, FeedOptions options, FeedReport report) {
    var lines = known(groups, report);
    if (options.dryRun() || lines.isEmpty()) {
      lines.forEach(line -> report.changed(true));
      return Future.succeededFuture();
    }
    var body = Buffer.buffer();
    for (var line : lines) {
      var product =
          Json.parse(Answers.bytes(json -> ProductWriter.write(json, line.product())).getBytes());
      var priced = (ObjectNode) product;
      priced.remove(List.of("stock", "sizes"));
      var currency = line.fields().path("currency").asText();
      var price = line.fields().get("price").asText();
      priced.put("price", currency.isEmpty() ? price : price + " " + currency);
      body.appendString(priced.toString()).appendString("\n");
    }
    return upload(body, lines.stream().map(Line::group).toList(), report);
  }

  Future<Void> stock(List<List<FeedRecord>> groups, FeedOptions options, FeedReport report) {
    var lines = known(groups, report);
    if (options.dryRun() || lines.isEmpty()) {
      lines.forEach(line -> report.changed(true));
      return Future.succeededFuture();
    }
    Future<Void> done = Future.succeededFuture();
    for (int i = 0; i < lines.size(); i += MOST_CHANGES) {
      var part = lines.subList(i, Math.min(lines.size(), i + MOST_CHANGES));
      done = done.compose(before -> stock(part, report));
    }
    return done;
  }

  private Future<Void> stock(List<Line> lines, FeedReport report) {
    var changes = lines.stream().map(ProductFeeds::change).toList();
    return services
        .catalogue()
        .stock()
        .apply(changes)
        .map(
            receipts -> {
              for (int i = 0; i < receipts.size(); i++) {
                var status = receipts.get(i).status();
                var line = lines.get(i);
                if (status == Status.CHANGED || status == Status.UNCHANGED) {
                  report.changed(status == Status.CHANGED);
                } else {
                  boolean size = status != Status.UNKNOWN_PRODUCT;
                  report.reject(
                      line.group(),
                      new FeedFault(
                          size ? "size" : "product",
                          line.fields().path(size ? "size" : "product").asText(null),
                          size
                              ? "one of the sizes " + line.product().sizes().keySet()
                              : "a product of the catalogue",
                          null));
                }
              }
              return null;
            });
  }

  /** Shops count below 0 what they have sold and do not have. */
  private static StockChange change(Line line) {
    var size = line.fields().path("size").asText();
    return new StockChange(
        line.product().id(),
        size.isEmpty() ? null : size,
        Math.max(0, line.fields().path("stock").asInt()),
        null);
  }

  private List<Line> known(List<List<FeedRecord>> groups, FeedReport report) {
    var lines = new ArrayList<Line>();
    for (var group : groups) {
      var fields = Objects.requireNonNull(group.get(0).fields());
      var id = fields.get("product").asText();
      var product = services.catalogue().product().apply(id);
      if (product.isPresent()) {
        lines.add(new Line(group, fields, product.get()));
      } else {
        report.reject(
            group,
            new FeedFault(
                "product", id, "a product of the catalogue", "Maybe it is not uploaded yet."));
      }
    }
    return lines;
  }
}
