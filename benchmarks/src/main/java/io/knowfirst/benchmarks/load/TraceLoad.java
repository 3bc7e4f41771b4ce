package io.knowfirst.benchmarks.load;

import com.sun.net.httpserver.HttpServer;
import io.knowfirst.benchmarks.load.InTurn.Side;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What traces cost: compares a server that samples a hundredth of its requests with one that traces
 * nothing. Arguments: as {@link InTurn} has them.
 */
public final class TraceLoad {
  private TraceLoad() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    var received = new AtomicLong();
    var collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/",
        exchange -> {
          received.addAndGet(exchange.getRequestBody().transferTo(OutputStream.nullOutputStream()));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.setExecutor(Executors.newSingleThreadExecutor());
    collector.start();
    var address = "http://127.0.0.1:" + collector.getAddress().getPort();
    InTurn.of(args)
        .compare(
            new Side("1 %", List.of("--otlp-endpoint", address, "--trace-share", "0.01")),
            new Side("off", List.of()));
    System.out.printf("%,d KB of spans%n", received.get() / 1_000);
    System.exit(0);
  }
}
