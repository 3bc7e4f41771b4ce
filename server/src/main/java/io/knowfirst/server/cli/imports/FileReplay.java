package io.knowfirst.server.cli.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.cli.remote.RemoteServer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sends events in the order of the file and asks for decisions at the views, several visitors at a
 * time, but each visitor's one after the other. All on one event loop.
 */
final class FileReplay {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final RemoteServer server;
  private final Plan plan;
  private final Progress progress;
  private final ImportCounts tally = new ImportCounts();
  private final Promise<ImportCounts> done = Promise.promise();
  private final Map<String, Future<Void>> last = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private int underway;

  /**
   * @param placements asked for at each view; none asks for nothing
   * @param purposes each visitor consents to at the first event
   * @param again whether decisions are asked for as well where the server knew the event already
   * @param concurrency lines underway at a time, at least 1
   */
  record Plan(List<String> placements, List<String> purposes, boolean again, int concurrency) {
    Plan {
      placements = List.copyOf(placements);
      purposes = List.copyOf(purposes);
    }
  }

  FileReplay(RemoteServer server, Plan plan, Progress progress) {
    this.server = server;
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Completes when all lines were sent; fails with {@link ImportException} at the first that could
   * not.
   */
  Future<ImportCounts> run(Context context, Iterator<Line> lines) {
    context.runOnContext(now -> next(lines));
    return done.future();
  }

  private void next(Iterator<Line> lines) {
    while (underway < plan.concurrency() && !done.future().isComplete() && lines.hasNext()) {
      var line = lines.next();
      if (line instanceof Line.Bad bad) {
        tally.rejectedInFile(bad);
        progress.step();
      } else if (line instanceof Line.Happened happened) {
        underway++;
        inTurn(happened)
            .onComplete(
                sent -> {
                  underway--;
                  progress.step();
                  if (sent.failed()) {
                    done.tryFail(sent.cause());
                  } else {
                    next(lines);
                  }
                });
      }
    }
    if (underway == 0 && !lines.hasNext()) {
      done.tryComplete(tally);
    }
  }

  /** After all that the visitor did before. */
  private Future<Void> inTurn(Line.Happened line) {
    var before = last.getOrDefault(line.visitor(), Future.succeededFuture());
    var turn = before.compose(went -> consent(line)).compose(went -> send(line));
    last.put(line.visitor(), turn);
    return turn.onComplete(went -> last.remove(line.visitor(), turn));
  }

  private Future<Void> consent(Line.Happened line) {
    if (!seen.add(line.visitor())) {
      return Future.succeededFuture();
    }
    tally.visitor();
    if (plan.purposes().isEmpty()) {
      return Future.succeededFuture();
    }
    var consent = JSON.objectNode();
    consent
        .put("type", "consent")
        .put("messageId", "import-consent")
        .put("anonymousId", line.visitor())
        .put("timestamp", line.timestamp());
    var purposes = consent.putObject("purposes");
    plan.purposes().forEach(purpose -> purposes.put(purpose, true));
    return server
        .post("/v1/events", batch(consent))
        .compose(
            answer -> {
              if (!answer.taken()) {
                return Future.failedFuture(
                    new ImportException("The server refuses the consent: " + answer.problem()));
              }
              tally.consent();
              return Future.succeededFuture();
            });
  }

  private Future<Void> send(Line.Happened line) {
    return server
        .post("/v1/events", batch(line.body()))
        .compose(
            answer -> {
              if (!answer.taken()) {
                tally.rejectedByServer(new Line.Bad(line.number(), answer.problem()));
                return Future.succeededFuture();
              }
              boolean duplicate = answer.body().path("duplicates").asLong() > 0;
              tally.sent(duplicate, answer.body().path("withheld").asLong() > 0);
              return duplicate && !plan.again() ? Future.succeededFuture() : decide(line);
            });
  }

  private Future<Void> decide(Line.Happened line) {
    var view = line.view();
    if (view == null || plan.placements().isEmpty()) {
      return Future.succeededFuture();
    }
    var request = JSON.objectNode();
    request.putObject("visitor").put("id", line.visitor());
    var placements = request.putArray("placements");
    plan.placements().forEach(placements::add);
    request.put("now", line.timestamp());
    var page = request.putObject("context").putObject("page");
    page.put("type", "product").put("product", view.product());
    if (view.category() != null) {
      page.put("category", view.category());
    }
    long begun = System.nanoTime();
    return server
        .post("/v1/decisions", request)
        .compose(
            answer -> {
              if (!answer.taken()) {
                return Future.failedFuture(
                    new ImportException(
                        "The server refuses to decide: "
                            + answer.problem()
                            + ". Maybe look at --decide?"));
              }
              tally.decided(answer.body(), System.nanoTime() - begun);
              return Future.succeededFuture();
            });
  }

  private static ObjectNode batch(ObjectNode event) {
    var batch = JSON.objectNode();
    batch.putArray("batch").add(event);
    return batch;
  }
}
