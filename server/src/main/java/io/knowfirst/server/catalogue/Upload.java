package io.knowfirst.server.catalogue;

import io.knowfirst.server.catalogue.Lines.Line;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One upload: collects lines until a batch is full, pauses the stream, writes the batch, goes on.
 * It holds one batch and what the stream gives before it pauses.
 */
final class Upload {
  private static final int LINES = 1_000;
  private static final int BYTES = 4 * 1024 * 1024;
  private static final int PROBLEMS = 100;

  private final Vertx vertx;
  private final Function<Collection<ProductLine>, Future<ProductStore.Written<Integer>>> put;
  private final ReadStream<Buffer> stream;
  private final String currency;
  private final Consumer<UploadReport> progress;
  private final Promise<UploadReport> done = Promise.promise();
  private final Lines lines = new Lines(this::collect);

  private List<Line> batch = new ArrayList<>();
  private int bytes;
  private boolean writing;
  private boolean ended;
  private UploadReport report = new UploadReport(0, 0, 0, 0, List.of(), 0);

  /**
   * @param put stores a batch
   * @param currency of the shop
   */
  Upload(
      Vertx vertx,
      Function<Collection<ProductLine>, Future<ProductStore.Written<Integer>>> put,
      ReadStream<Buffer> stream,
      String currency,
      Consumer<UploadReport> progress) {
    this.currency = currency;
    this.vertx = vertx;
    this.put = put;
    this.stream = stream;
    this.progress = progress;
  }

  /** Reads the stream to its end; fails, and reads no further, when a batch cannot be written. */
  Future<UploadReport> run() {
    stream.exceptionHandler(this::fail);
    stream.endHandler(
        end -> {
          lines.end();
          ended = true;
          write();
        });
    stream.handler(
        chunk -> {
          lines.add(chunk);
          if (batch.size() >= LINES || bytes >= BYTES) {
            write();
          }
        });
    stream.resume();
    return done.future();
  }

  private void collect(Line line) {
    batch.add(line);
    bytes += line.bytes().length();
  }

  private void write() {
    if (writing || done.future().isComplete()) {
      return;
    }
    if (batch.isEmpty()) {
      if (ended) {
        done.complete(report);
      }
      return;
    }
    writing = true;
    if (!ended) {
      stream.pause();
    }
    var full = batch;
    batch = new ArrayList<>();
    bytes = 0;
    vertx
        .executeBlocking(() -> Read.of(full, currency))
        .compose(
            read -> put.apply(read.products.values()).onSuccess(w -> count(full.size(), read, w)))
        .onFailure(this::fail)
        .onSuccess(
            written -> {
              writing = false;
              progress.accept(report);
              if (ended || batch.size() >= LINES) {
                write();
              } else {
                stream.resume();
              }
            });
  }

  private void count(int size, Read read, ProductStore.Written<Integer> written) {
    var problems = new ArrayList<>(report.problems());
    read.problems.stream().limit(PROBLEMS - problems.size()).forEach(problems::add);
    report =
        new UploadReport(
            report.lines() + size,
            report.stored() + size - read.problems.size(),
            report.changed() + written.changed(),
            report.rejected() + read.problems.size(),
            problems,
            written.version());
  }

  private void fail(Throwable failure) {
    if (done.tryFail(failure)) {
      // What still comes is let pass, so that the caller can be answered.
      stream.handler(chunk -> {});
      stream.resume();
    }
  }

  /** The lines of a batch, read: of lines about the same product the last counts. */
  private static final class Read {
    private final LinkedHashMap<String, ProductLine> products = new LinkedHashMap<>();
    private final List<LineProblem> problems = new ArrayList<>();

    static Read of(List<Line> batch, String currency) {
      var read = new Read();
      for (var line : batch) {
        try {
          if (line.tooLong()) {
            throw new LineRejected("", "a longer line", "at most " + Lines.MAX + " bytes");
          }
          var product = ProductReader.read(line.bytes().getBytes(), currency);
          read.products.put(product.product().id(), product);
        } catch (LineRejected rejected) {
          read.problems.add(rejected.at(line.number()));
        }
      }
      return read;
    }
  }
}
