package io.knowfirst.server.web;

import io.knowfirst.server.catalogue.LineProblem;
import io.knowfirst.server.catalogue.StockChange;
import io.knowfirst.server.catalogue.StockReceipt;
import io.knowfirst.server.catalogue.UploadReport;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What stands behind the routes of the catalogue, as a test wants it. */
final class CatalogueAnswers {
  private CatalogueAnswers() {}

  /** Takes lines that begin with a brace. */
  static Future<UploadReport> upload(
      ReadStream<Buffer> lines, Consumer<UploadReport> progress, boolean away) {
    if (away) {
      return Future.failedFuture(new StoreUnavailable("away"));
    }
    Promise<UploadReport> done = Promise.promise();
    var text = Buffer.buffer();
    lines.handler(text::appendBuffer);
    lines.exceptionHandler(done::tryFail);
    lines.endHandler(
        end -> {
          int stored = 0;
          var problems = new ArrayList<LineProblem>();
          var all = text.toString().lines().toList();
          for (int i = 0; i < all.size(); i++) {
            if (all.get(i).startsWith("{")) {
              stored++;
            } else {
              problems.add(new LineProblem(i + 1, "", all.get(i), "an object"));
            }
            progress.accept(report(i + 1, stored, problems));
          }
          done.complete(report(all.size(), stored, problems));
        });
    return done.future();
  }

  private static UploadReport report(int lines, int stored, List<LineProblem> problems) {
    return new UploadReport(lines, stored, stored, problems.size(), problems, 8);
  }

  /** Of the one product there is, p-77. */
  static List<StockReceipt> receipts(List<StockChange> changes) {
    return changes.stream()
        .map(
            c ->
                c.product().equals("p-77")
                    ? new StockReceipt(c.product(), c.size(), StockReceipt.Status.CHANGED, 5)
                    : new StockReceipt(
                        c.product(), c.size(), StockReceipt.Status.UNKNOWN_PRODUCT, 0))
        .toList();
  }
}
