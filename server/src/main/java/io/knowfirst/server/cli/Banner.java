package io.knowfirst.server.cli;

import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.boot.FirstKeys.Line;
import io.knowfirst.server.boot.Knowfirst.Started;
import java.io.PrintStream;
import java.util.List;

/**
 * What a server says when it is ready: what runs where, the keys it made, and a first decision to
 * paste.
 */
final class Banner {
  private Banner() {}

  static void print(Started started, double seconds, PrintStream out) {
    var folder = started.rules().folder();
    out.printf("Knowfirst is ready after %.1f s%n%n", seconds);
    out.printf("  http       http://%s:%d%n", address(started.host()), started.port());
    out.printf("  postgres   %s%n", started.postgres());
    out.printf("  cluster    %s%n", started.cluster());
    out.printf(
        "  rules      %s: %d campaigns, %d placements, %d experiments (%s)%n",
        shortened(started.rules().hash()),
        folder.campaigns().size(),
        folder.placements().size(),
        folder.experiments().size(),
        started.rulesOrigin());
    if (!started.keys().isEmpty()) {
      out.printf("%nKeys, shown only this once:%n%n");
      for (var line : started.keys()) {
        out.printf("%s key: %s%n", line.kind().word(), line.text());
      }
    }
    out.printf("%nA first decision:%n%n");
    if (started.keys().isEmpty()) {
      out.printf("# KNOWFIRST_KEY is a secret key: keys create --kind secret --name NAME%n");
    }
    out.printf(
        """
      curl -s http://%s:%d/v1/decisions -H 'X-API-Key: %s' -H 'Content-Type: application/json' -d '{
        "visitor": {"id": "v-1"}, "channel": "web", "placements": ["home-hero", "recommendations"],
        "events": [
          {"type": "consent", "messageId": "m-1", "purposes": {"personalization": true}},
          {"type": "track", "messageId": "m-2", "event": "Order Completed", "properties": {"products": [
            {"product_id": "p-77", "category": "apparel.trousers.jeans", "size": "32", "price": 59.9}]}}]}'
      """,
        address(started.host()), started.port(), secret(started.keys()));
    out.println();
    out.println("Ctrl-C stops.");
    out.flush();
  }

  private static String address(String host) {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }

  private static String secret(List<Line> keys) {
    return keys.stream()
        .filter(line -> line.kind() == KeyKind.SECRET)
        .map(Line::text)
        .findFirst()
        .orElse("'\"$KNOWFIRST_KEY\"'");
  }

  private static String shortened(String hash) {
    return hash.length() <= 12 ? hash : hash.substring(0, 12);
  }
}
