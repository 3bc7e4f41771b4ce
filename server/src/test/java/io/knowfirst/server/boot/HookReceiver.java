package io.knowfirst.server.boot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An endpoint that keeps what it is told. */
final class HookReceiver implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer http;
  private final List<Told> told = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();

  HookReceiver() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
          exchange
              .getRequestHeaders()
              .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
          told.add(new Told(body, headers));
          var status = answers.size() > 1 ? answers.poll() : answers.peek();
          exchange.getResponseHeaders().add("Location", url());
          exchange.sendResponseHeaders(status == null ? 204 : status, -1);
          exchange.close();
        });
    http.start();
  }

  /** What it answers, one after the other; the last again and again. */
  void answer(Integer... statuses) {
    answers.addAll(Arrays.asList(statuses));
  }

  record Told(String body, Map<String, List<String>> headers) {
    String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT)).get(0);
    }

    JsonNode json() throws JsonProcessingException {
      return JSON.readTree(body);
    }
  }

  List<Told> told() {
    return new ArrayList<>(told);
  }

  int port() {
    return http.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/hooks";
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
