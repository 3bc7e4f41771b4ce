package io.knowfirst.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The load: wrk, asking for one visitor after the other. */
final class Wrk {
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern REQUESTS = Pattern.compile("([0-9]+) requests in");
  private static final Pattern ERRORS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

  private final Path script;
  private final int seconds;

  /**
   * What wrk measured: requests a second, latencies in milliseconds, answers that were no success.
   *
   * @param cpu of the process that was asked, in microseconds a request
   */
  record Measured(
      double rate, double cpu, double p50, double p99, double p999, double slowest, long errors) {}

  Wrk(Path script, int seconds) {
    this.script = script;
    this.seconds = seconds;
  }

  /**
   * Writes the script.
   *
   * @param pauseMillis between two requests of a connection; 0 for as fast as it goes
   */
  static Wrk of(Path folder, String key, String body, int visitors, int pauseMillis, int seconds)
      throws IOException {
    var script = folder.resolve("load-" + pauseMillis + ".lua");
    var lua =
        """
        local n = 0
        wrk.method = "POST"
        wrk.headers["Content-Type"] = "application/json"
        wrk.headers["X-API-Key"] = "%s"
        request = function()
          n = (n + 7919) %% %d
          return wrk.format(nil, nil, nil, (string.gsub('%s', "VISITOR", "load-" .. n)))
        end
        done = function(summary, latency, requests)
          io.write(string.format("99.9%%%%  %%.3fms\\nslowest  %%.3fms\\n", latency:percentile(99.9) / 1000, latency.max / 1000))
        end
        """
            .formatted(key, visitors, body.replace("\n", " "));
    var paced = pauseMillis == 0 ? "" : "delay = function() return %d end%n".formatted(pauseMillis);
    Files.writeString(script, lua + paced);
    return new Wrk(script, seconds);
  }

  /**
   * Drives it for the seconds of a round.
   *
   * @param asked the process behind the URL
   */
  Measured drive(String url, Child asked, int connections)
      throws IOException, InterruptedException {
    var before = asked.cpu();
    var text =
        Child.run(
            List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "--latency",
                "-s",
                script.toString(),
                url));
    return new Measured(
        number(RATE, text),
        asked.cpu().minus(before).toNanos() / 1e3 / number(REQUESTS, text),
        latency(text, " 50%"),
        latency(text, " 99%"),
        latency(text, "99.9%"),
        latency(text, "slowest"),
        errors(text));
  }

  private static double number(Pattern pattern, String text) {
    var matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("wrk did not say " + pattern + ": " + text);
    }
    return Double.parseDouble(matcher.group(1));
  }

  private static long errors(String text) {
    var matcher = ERRORS.matcher(text);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private static double latency(String text, String percentile) {
    var matcher = Pattern.compile(percentile + "\\s+([0-9.]+)(us|ms|s)").matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("wrk did not say " + percentile + ": " + text);
    }
    double value = Double.parseDouble(matcher.group(1));
    return switch (matcher.group(2)) {
      case "us" -> value / 1_000;
      case "s" -> value * 1_000;
      default -> value;
    };
  }
}
