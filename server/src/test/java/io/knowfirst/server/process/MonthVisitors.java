package io.knowfirst.server.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Visitors who come by, respond and buy. What one does is drawn from their number and the occasion
 * alone, so it is the same in every run. Whoever is contacted by a campaign for the first time buys
 * from it with the probability {@link #LIFT}; all others, and those held out, with {@link #BASE}.
 */
final class MonthVisitors {
  static final double BASE = 0.30;
  static final double LIFT = 0.40;

  private static final List<String> ZONES =
      List.of("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Europe/London");
  private static final int BATCH = 200;
  private static final int AT_ONCE = 8;

  /** So many visits tell what came of them in one request. */
  private static final int TOGETHER = 10;

  private final MonthMembers members;
  private final int visitors;
  private final double visits;
  private final int lastBeginning;
  private final Map<String, Boolean> taken = new HashMap<>();
  private final Map<String, Boolean> contacted = new ConcurrentHashMap<>();

  /**
   * @param visits the share of visitors who come by in a turn
   * @param lastBeginning the last turn in which visitors begin with a campaign
   */
  MonthVisitors(MonthMembers members, int visitors, double visits, int lastBeginning) {
    this.members = members;
    this.visitors = visitors;
    this.visits = visits;
    this.lastBeginning = lastBeginning;
  }

  private static double draw(Object... occasion) {
    var text = List.of(occasion).toString();
    var hash = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    return (hash.getLeastSignificantBits() & 0xFFFF_FFFFL) / (double) (1L << 32);
  }

  private static int whole(int below, Object... occasion) {
    return (int) (below * draw(occasion));
  }

  private static String id(int visitor) {
    return "month-" + visitor;
  }

  /** What a visitor does in a turn by themselves, and what came of what they were told before. */
  void turn(int turn) throws IOException, InterruptedException, ExecutionException {
    var events = new ArrayList<String>();
    for (int visitor = 0; visitor < visitors; visitor++) {
      byThemselves(visitor, turn, events);
    }
    send(events);
    var coming =
        IntStream.range(0, visitors)
            .filter(visitor -> draw("visit", visitor, turn) < visits)
            .boxed()
            .toList();
    var threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      var some = new ArrayList<Callable<Void>>();
      for (int from = 0; from < coming.size(); from += TOGETHER) {
        var these = coming.subList(from, Math.min(coming.size(), from + TOGETHER));
        some.add(() -> visit(these, turn));
      }
      for (var visit : threads.invokeAll(some)) {
        visit.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private void byThemselves(int visitor, int turn, List<String> events) {
    var id = id(visitor);
    if (turn == 0) {
      events.add(
          "{\"type\":\"identify\",\"messageId\":\"zone\",\"userId\":\"%s\",\"traits\":{\"timezone\":\"%s\"}}"
              .formatted(id, ZONES.get(visitor % ZONES.size())));
      events.add(
          consent(
              id,
              "first",
              draw("email", visitor) < 0.7,
              draw("post", visitor) < 0.5,
              draw("phone", visitor) < 0.5));
    } else if (turn == 1 + whole(2 * lastBeginning, "withdraws", visitor)
        && draw("withdraws at all", visitor) < 0.4) {
      events.add(consent(id, "second", false, draw("post again", visitor) < 0.5, false));
    }
    for (var campaign : MonthShop.CAMPAIGNS) {
      if (draw("fan", visitor, campaign) < 0.6) {
        int begins = 1 + whole(lastBeginning, "begins", visitor, campaign);
        if (turn == begins) {
          events.add(track(id, "Began " + campaign, "began", "{}"));
        }
        boolean buys = turn == begins + 3 + whole(14, "buys at", visitor, campaign);
        if (buys && isBuyer(visitor, campaign)) {
          events.add(track(id, "Bought " + campaign, "base", "{}"));
        }
      }
    }
  }

  private static boolean isBuyer(int visitor, String campaign) {
    return draw("buys", visitor, campaign) < BASE;
  }

  private static String consent(
      String id, String message, boolean email, boolean post, boolean phone) {
    return "{\"type\":\"consent\",\"messageId\":\"consent-%s\",\"userId\":\"%s\",\"purposes\":{\"personalization\":true,\"email\":%s,\"post\":%s,\"phone\":%s}}"
        .formatted(message, id, email, post, phone);
  }

  private static String track(String id, String event, String message, String properties) {
    return "{\"type\":\"track\",\"event\":\"%s\",\"messageId\":\"%s %s\",\"userId\":\"%s\",\"properties\":%s}"
        .formatted(event, message, event, id, properties);
  }

  private Void visit(List<Integer> coming, int turn) throws IOException, InterruptedException {
    var events = new ArrayList<String>();
    for (int visitor : coming) {
      visit(visitor, turn, events);
    }
    send(events);
    return null;
  }

  /** They come on the web or in the app, at times in two windows at once. */
  private void visit(int visitor, int turn, List<String> events)
      throws IOException, InterruptedException {
    boolean web = draw("web", visitor, turn) < 0.6;
    var question =
        "{\"visitor\":{\"id\":\"%s\"},\"channel\":\"%s\",\"placements\":[\"%s\"]}"
            .formatted(id(visitor), web ? "web" : "app", web ? "hero" : "start");
    int windows = draw("windows", visitor, turn) < 0.2 ? 2 : 1;
    for (int window = 0; window < windows; window++) {
      var placed = members.post("/v1/decisions", question).at("/decisions/0");
      if (placed.has("token") && draw("looks", visitor, turn, window) < 0.9) {
        shown(visitor, placed, "Promotion Clicked", "promotion_id", turn + "-" + window, events);
      }
    }
  }

  /** What the members sent reaches the visitors. */
  void messages(int turn) throws IOException, InterruptedException {
    var events = new ArrayList<String>();
    for (var message : members.told(taken)) {
      var data = message.path("data");
      int visitor = Integer.parseInt(data.at("/visitor/id").asText().substring("month-".length()));
      for (var placed : data.path("decisions")) {
        var event =
            switch (data.path("channel").asText()) {
              case "email" -> "Email Link Clicked";
              case "post" -> "Letter Received";
              default -> "Call Noted";
            };
        shown(visitor, placed, event, "campaign", turn + data.path("step").asText(), events);
      }
    }
    send(events);
  }

  private void shown(
      int visitor, JsonNode placed, String event, String key, String occasion, List<String> to) {
    var id = id(visitor);
    to.add(
        "{\"type\":\"exposure\",\"messageId\":\"seen-%s\",\"userId\":\"%s\",\"token\":\"%s\"}"
            .formatted(occasion, id, placed.path("token").asText()));
    var campaign = placed.path("campaign").asText();
    if (campaign.isEmpty() || !placed.path("outcome").asText().equals("known")) {
      return;
    }
    if (draw("responds", visitor, occasion) < 0.3) {
      to.add(track(id, event, "re-" + occasion, "{\"%s\":\"%s\"}".formatted(key, campaign)));
    }
    if (contacted.putIfAbsent(visitor + " " + campaign, true) == null
        && draw("lifted", visitor, campaign) < LIFT) {
      to.add(track(id, "Bought " + campaign, "lifted", "{}"));
    }
  }

  private void send(List<String> events) throws IOException, InterruptedException {
    for (int from = 0; from < events.size(); from += BATCH) {
      var some = events.subList(from, Math.min(events.size(), from + BATCH));
      members.post("/v1/events", "{\"batch\":[" + String.join(",", some) + "]}");
    }
  }

  /** How many more buy for having been contacted, as is to be expected. */
  double lifted(String campaign) {
    return LIFT
        * contacted.keySet().stream()
            .map(one -> one.split(" ", -1))
            .filter(one -> one[1].equals(campaign))
            .filter(one -> !isBuyer(Integer.parseInt(one[0]), campaign))
            .count();
  }

  int contacts() {
    return contacted.size();
  }
}
