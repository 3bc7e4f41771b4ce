package io.knowfirst.server.web;

import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Open streams of server-sent events, which hear when rules or experiments decide that are new
 * here. The id of an event names the state it tells of, so that a client that comes back hears what
 * it missed, on whatever member.
 */
final class EventStreams {
  static final String PATH = "/ofrep/v1/stream";

  /** How often the state is looked at. */
  static final long EVERY_MILLIS = 250;

  private static final int MOST = 10_000;
  private static final long BEAT_MILLIS = 20_000;
  private static final CharSequence TYPE = HttpHeaders.createOptimized("text/event-stream");
  private static final CharSequence LAST = HttpHeaders.createOptimized("Last-Event-ID");
  private static final Buffer BEAT = Buffer.buffer(":\n\n");

  private final Supplier<String> ruleset;
  private final Supplier<Experiments> experiments;
  private final Clients clients;
  private final int mostOfAddress;
  private final Set<HttpServerResponse> open = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> addresses = new ConcurrentHashMap<>();
  private @Nullable Experiments looked;
  private String steps = "";
  private volatile String state = "";
  private long sinceBeat;

  /**
   * @param ruleset hash of the rules that decide
   * @param mostOfAddress so that connections are left for requests
   */
  EventStreams(
      Supplier<String> ruleset,
      Supplier<Experiments> experiments,
      Clients clients,
      int mostOfAddress) {
    this.clients = clients;
    this.mostOfAddress = mostOfAddress;
    this.ruleset = ruleset;
    this.experiments = experiments;
  }

  int count() {
    return open.size();
  }

  void open(RoutingContext context) {
    var address = clients.address(context.request());
    if (open.size() >= MOST || addresses.getOrDefault(address, 0) >= mostOfAddress) {
      throw new Refused(Problem.unavailable("Too many streams are open. Maybe poll instead."));
    }
    var now = look();
    var response = context.response().putHeader(HttpHeaders.CONTENT_TYPE, TYPE);
    if (context.request().method().equals(HttpMethod.HEAD)) {
      response.end();
      return;
    }
    response
        .setChunked(true)
        // A compressor would keep events back.
        .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
        .putHeader("X-Accel-Buffering", "no")
        .write(Buffer.buffer("retry: 1000\nid: " + now + "\n\n"));
    var last = context.request().getHeader(LAST);
    if (last != null && !last.equals(now)) {
      response.write(event(now));
    }
    open.add(response);
    addresses.merge(address, 1, Integer::sum);
    context.addEndHandler(
        ended -> {
          open.remove(response);
          addresses.computeIfPresent(address, (one, count) -> count == 1 ? null : count - 1);
        });
  }

  /** Tells all of them where the state has changed; from one thread. */
  void tick() {
    var before = state;
    var now = look();
    sinceBeat += EVERY_MILLIS;
    boolean beats = sinceBeat >= BEAT_MILLIS;
    sinceBeat = beats ? 0 : sinceBeat;
    if (before.equals(now) && !beats) {
      return;
    }
    var told = before.equals(now) ? BEAT : event(now);
    for (var response : open) {
      if (response.writeQueueFull()) {
        response.reset(); // Its client does not read, and comes back where it lives.
      } else if (!response.closed()) {
        response.write(told);
      }
    }
  }

  private static Buffer event(String state) {
    return Buffer.buffer(
        "id: " + state + "\ndata: {\"type\":\"refetchEvaluation\",\"etag\":\"" + state + "\"}\n\n");
  }

  private synchronized String look() {
    var current = experiments.get();
    if (current != looked) {
      looked = current;
      steps = steps(current);
    }
    var whole = ruleset.get() + steps;
    state = UUID.nameUUIDFromBytes(whole.getBytes(StandardCharsets.UTF_8)).toString();
    return state;
  }

  /** The weights of a bandit move all the time, which is no step. */
  private static String steps(Experiments experiments) {
    var text = new StringBuilder();
    for (var one : experiments.all()) {
      var split = one.definition().split();
      text.append('\n')
          .append(one.id())
          .append(' ')
          .append(one.state())
          .append(' ')
          .append(split.phase())
          .append(' ')
          .append(split.coverage())
          .append(' ')
          .append(one.decision())
          .append(' ')
          .append(one.definition().variations());
    }
    return text.toString();
  }
}
