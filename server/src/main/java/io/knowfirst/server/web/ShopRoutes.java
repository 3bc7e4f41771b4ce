package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.catalogue.Catalogue;
import io.knowfirst.server.catalogue.LineProblem;
import io.knowfirst.server.catalogue.StockChange;
import io.knowfirst.server.catalogue.StockReceipt;
import io.knowfirst.server.catalogue.UploadReport;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.knowfirst.server.wire.ArrayForm;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.CsvForm;
import io.knowfirst.server.wire.Fault;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.FeedStream;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.Json;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in what the shop has to sell. */
final class ShopRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(ShopRoutes.class);
  private static final String LINES = "application/x-ndjson";
  private static final Set<String> STOCK = Set.of("changes");
  private static final Set<String> CHANGE = Set.of("product", "size", "stock", "delta");

  /** Of an upload, a batch and what arrives while it is written. */
  private static final int UPLOAD_BYTES = 8 << 20;

  private static final int MOST_CHANGES = 500;
  private static final int MOST_PIECES = 1_000_000_000;

  private static final Problem UNKNOWN =
      Problem.notFound("No product has this id. Maybe it was not uploaded yet.");

  private final Services services;

  ShopRoutes(Services services) {
    this.services = services;
  }

  /** One report at the end, or, for who accepts lines, one after each batch. */
  void catalogue(RoutingContext context) {
    var request = context.request();
    Body.check(request, Body.PRODUCTS);
    var room = Body.stream(context, UPLOAD_BYTES);
    if (room.failed()) {
      context.fail(room.cause());
      return;
    }
    room.onFailure(context::fail);
    var accept = context.request().getHeader(HttpHeaders.ACCEPT);
    boolean lines = accept != null && accept.contains(LINES);
    upload(context, report -> progress(context, lines, report))
        .recover(failure -> broken(context, failure))
        .onSuccess(report -> finish(context, lines, report))
        .onFailure(context::fail);
  }

  private Future<UploadReport> upload(RoutingContext context, Consumer<UploadReport> progress) {
    var dry = Gate.inQuery(context.request(), "dryRun");
    if (dry == null || dry.equals("false")) {
      return services.catalogue().upload().apply(lines(context.request()), progress);
    }
    if (!dry.equals("true")) {
      throw Refused.body(new Fault("/dryRun", dry, "true or false", null));
    }
    var currency = services.rules().rulesets().get().get().base().folder().currency();
    return Catalogue.dryRun(context.vertx(), lines(context.request()), currency, progress);
  }

  private static ReadStream<Buffer> lines(HttpServerRequest request) {
    var type = request.getHeader(HttpHeaders.CONTENT_TYPE).toLowerCase(Locale.ROOT);
    if (type.startsWith("application/json")) {
      return new FeedStream(request, new ArrayForm());
    }
    return type.startsWith("text/csv") ? new FeedStream(request, new CsvForm()) : request;
  }

  void product(RoutingContext context) {
    var product =
        services.catalogue().product().apply(id(context)).orElseThrow(() -> new Refused(UNKNOWN));
    Answers.json(context, 200, json -> ProductWriter.write(json, product));
  }

  void delete(RoutingContext context) {
    services
        .catalogue()
        .delete()
        .apply(id(context))
        .onSuccess(
            deleted -> {
              if (deleted) {
                context.response().setStatusCode(204).end();
              } else {
                context.fail(new Refused(UNKNOWN));
              }
            })
        .onFailure(context::fail);
  }

  private static String id(RoutingContext context) {
    var id = context.pathParam("id");
    if (id == null || Text.idFault(id) != null) {
      throw new Refused(UNKNOWN);
    }
    return id;
  }

  /** What fails before the body has ended is a body that broke off. */
  private static Future<UploadReport> broken(RoutingContext context, Throwable failure) {
    if (failure instanceof StoreUnavailable || context.request().isEnded()) {
      return Future.failedFuture(failure);
    }
    LOG.info("Upload aborted: {}", failure.toString());
    return Future.failedFuture(new Refused(Problem.badRequest("The body broke off.")));
  }

  void stock(RoutingContext context) {
    Body.json(context, Body.JSON)
        .map(ShopRoutes::changes)
        .compose(services.catalogue().stock())
        .onSuccess(receipts -> Answers.json(context, 200, json -> write(json, receipts)))
        .onFailure(context::fail);
  }

  private static void progress(RoutingContext context, boolean lines, UploadReport report) {
    var response = context.response();
    if (!lines || response.ended() || response.closed()) {
      return;
    }
    if (!response.headWritten()) {
      response
          .setChunked(true)
          // A compressor would keep lines back.
          .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
          .putHeader(HttpHeaders.CONTENT_TYPE, LINES);
    }
    response.write(Answers.bytes(json -> write(json, report)).appendString("\n"));
  }

  private static void finish(RoutingContext context, boolean lines, UploadReport report) {
    if (context.response().headWritten()) {
      progress(context, lines, report);
      context.response().end();
    } else if (report.stored() == 0 && report.rejected() > 0) {
      context.fail(
          new Refused(Problem.body(report.problems().stream().map(ShopRoutes::fault).toList())));
    } else if (lines) {
      progress(context, true, report);
      context.response().end();
    } else {
      Answers.json(context, 200, json -> write(json, report));
    }
  }

  private static Fault fault(LineProblem problem) {
    return new Fault(
        problem.line(), problem.pointer(), problem.value(), problem.expected(), null, null);
  }

  private static void write(JsonGenerator json, UploadReport report) throws IOException {
    json.writeStartObject();
    json.writeNumberField("lines", report.lines());
    json.writeNumberField("stored", report.stored());
    json.writeNumberField("changed", report.changed());
    json.writeNumberField("rejected", report.rejected());
    json.writeFieldName("errors");
    Answers.faults(json, report.problems().stream().map(ShopRoutes::fault).toList());
    json.writeNumberField("version", report.version());
    json.writeEndObject();
  }

  private static List<StockChange> changes(JsonNode tree) {
    var faults = new Faults();
    var body = Fields.of(tree, At.ROOT, faults).only(STOCK);
    var list = body.array("changes", 1, MOST_CHANGES);
    if (list == null && body.get("changes") == null) {
      body.refuse("changes", "a list of 1 to " + MOST_CHANGES);
    }
    var changes = new ArrayList<StockChange>();
    for (int i = 0; list != null && i < list.size(); i++) {
      change(Fields.of(list.get(i), body.at().field("changes").item(i), faults), changes);
    }
    Refused.unlessNone(faults);
    return changes;
  }

  private static void change(Fields fields, List<StockChange> changes) {
    fields.only(CHANGE);
    var id = fields.get("product") == null ? null : fields.anyId("product");
    var product = id == null ? fields.requiredId("product") : id;
    var size = fields.id("size");
    // Shops count below 0 what they have sold and do not have.
    var stock = fields.whole("stock", -MOST_PIECES, MOST_PIECES);
    var delta = fields.whole("delta", -MOST_PIECES, MOST_PIECES);
    if ((fields.get("stock") == null) == (fields.get("delta") == null)) {
      fields.refuse("stock", "either stock or delta");
    } else if ((stock == null) != (delta == null)) {
      changes.add(new StockChange(product, size, stock == null ? null : Math.max(0, stock), delta));
    }
  }

  private static void write(JsonGenerator json, List<StockReceipt> receipts) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("results");
    for (var receipt : receipts) {
      json.writeStartObject();
      json.writeStringField("product", receipt.product());
      Json.text(json, "size", receipt.size());
      var status = receipt.status().name().toLowerCase(Locale.ROOT).replace('_', '-');
      json.writeStringField("status", status);
      json.writeNumberField("stock", receipt.stock());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
