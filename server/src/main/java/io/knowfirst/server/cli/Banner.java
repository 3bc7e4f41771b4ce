package io.knowfirst.server.cli;

import io.knowfirst.server.boot.Started;
import java.io.PrintStream;

/**
 * What a server says when it is ready: what runs where, which file holds the keys it made, and a
 * first decision to paste.
 */
final class Banner {
  private Banner() {}

  static void print(Started started, double seconds, PrintStream out) {
    var folder = started.rules().folder();
    out.printf("Knowfirst is ready after %.1f s%n%n", seconds);
    out.printf("  http       http://%s:%d%n", address(started.host()), started.port());
    if (started.demo()) {
      out.printf("  demo       http://%s:%d/demo/%n", address(started.host()), started.port());
    }
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
      out.printf("  keys       site, secret and admin key in %s%n", started.keysFile());
    }
    out.printf(
        "  console    %s%n",
        started.firstAdministrator() == null
            ? started.console() + "home"
            : started.console()
                + started.firstAdministrator()
                + " (makes the first administrator, once, on this machine only)");
    out.printf("%nA first decision:%n%n");
    if (started.keys().isEmpty()) {
      out.printf("# KNOWFIRST_KEY is a secret key: keys create --kind secret --name NAME%n");
    }
    out.printf(
        """
      curl -s http://%s:%d/v1/decisions -H "X-API-Key: %s" -H 'Content-Type: application/json' -d '{
        "visitor": {"id": "v-1"}, "channel": "web", "placements": ["home-hero", "recommendations"],
        "events": [
          {"type": "consent", "messageId": "m-1", "purposes": {"personalization": true}},
          {"type": "track", "messageId": "m-2", "event": "Order Completed", "properties": {"products": [
            {"product_id": "p-77", "category": "apparel.trousers.jeans", "size": "32", "price": 59.9}]}}]}'
      """,
        address(started.host()), started.port(), secret(started));
    out.println();
    out.println("Ctrl-C stops.");
    out.flush();
  }

  private static String address(String host) {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }

  /** For the shell, which reads the key where it is kept: what is printed here ends up in logs. */
  private static String secret(Started started) {
    return started.keys().isEmpty()
        ? "$KNOWFIRST_KEY"
        : "$(sed -n 's/^secret key: //p' '%s')"
            .formatted(started.keysFile().toString().replace("'", "'\\''"));
  }

  private static String shortened(String hash) {
    return hash.length() <= 12 ? hash : hash.substring(0, 12);
  }
}
