package io.knowfirst.server.cli.imports;

import io.knowfirst.server.cli.remote.RemoteServer;
import io.knowfirst.server.cli.remote.ServerOptions;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import catalogue}: a file of products through the HTTP interface. */
@Command(
    name = "catalogue",
    mixinStandardHelpOptions = true,
    description = {
      "Load the products of a file.",
      "The fashion file knows no prices, sizes or stock: they are invented, always the same for the",
      "same id. A second run changes nothing."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:done; lines of the file that are no products are listed",
      " 1:the server cannot be reached or refused a product, or the file holds none",
      " 2:the command line is not understood"
    })
final class ImportCatalogue implements Callable<Integer> {
  private static final int LISTED = 20;

  /** What a file holds. */
  enum Format {
    FASHION,
    NDJSON,
    GOOGLE,
    SHOPIFY
  }

  @Parameters(paramLabel = "FILE", description = "The file to read.")
  private Path file = Path.of("");

  @Option(
      names = "--format",
      required = true,
      description =
          "google: Google's product data, as a table, RSS or Atom; shopify: Shopify's product CSV; ndjson: one"
              + " product a line, sent as it stands; fashion: the CSV of the fashion catalogue.")
  private Format format = Format.FASHION;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "Of the file, for example windows-1252; by default UTF-8. XML says its own.")
  private @Nullable String encoding;

  @Option(names = "--dry-run", description = "Check all products and store none.")
  private boolean dryRun;

  @Mixin private ServerOptions server = new ServerOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var vertx = Vertx.vertx();
    try (var remote =
            new RemoteServer(vertx, server.server(), server.key(), 1, ImportCommand.NEEDS);
        var feed = feed()) {
      var products = new Products(feed);
      var progress =
          new Progress(out, Progress.onTerminal(), InstantSource.system(), "products", 0);
      var upload =
          ProductUpload.send(vertx, remote, "/v1/catalogue?dryRun=" + dryRun, products, progress);
      print(out, upload, products);
      return upload.stored() > 0 && upload.rejected() == 0 ? 0 : 1;
    } finally {
      vertx.close().await();
    }
  }

  private ProductFeed feed() {
    var charset = MappingFile.read(null).charset(encoding);
    return switch (format) {
      case GOOGLE -> GoogleFeed.open(file, charset);
      case SHOPIFY -> new ShopifyFeed(file, charset);
      case FASHION, NDJSON -> new LineFeed(new TextFile(file, charset), format == Format.FASHION);
    };
  }

  private void print(PrintWriter out, ProductUpload upload, Products products) {
    out.println();
    ImportTable.row(out, dryRun ? "products checked" : "products stored", upload.stored(), "");
    ImportTable.row(out, "  new or changed", upload.changed(), "");
    ImportTable.row(out, "  rejected", upload.rejected(), "by the server");
    for (var error : upload.errors()) {
      out.printf("    %s%n", error);
    }
    ImportTable.row(out, "lines rejected", products.rejected, "no products");
    for (var bad : products.bad) {
      out.printf("    line %d: %s%n", bad.number(), bad.reason());
    }
    ImportTable.row(out, "catalogue version", upload.version(), "");
    out.flush();
  }

  /** The products of the file as lines of JSON; what is none is left out and kept to be told. */
  private static final class Products implements Iterator<String> {
    private final ProductFeed feed;
    private final List<Line.Bad> bad = new ArrayList<>();
    private long rejected;
    private @Nullable String next;

    Products(ProductFeed feed) {
      this.feed = feed;
      this.next = find();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public String next() {
      var product = next;
      if (product == null) {
        throw new NoSuchElementException();
      }
      next = find();
      return product;
    }

    private @Nullable String find() {
      while (true) {
        try {
          return feed.next();
        } catch (BadLine e) {
          rejected++;
          if (bad.size() < LISTED) {
            bad.add(new Line.Bad(feed.number(), e.reason()));
          }
        }
      }
    }
  }
}
