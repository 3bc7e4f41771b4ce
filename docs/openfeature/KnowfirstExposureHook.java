import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.HookContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/**
 * Confirms to Knowfirst what was really shown. Evaluations never wait for it; what cannot be
 * delivered is sent again, and left out only where 10,000 exposures wait.
 */
public final class KnowfirstExposureHook implements Hook<Object> {
  private static final long COLLECT_MILLIS = 250;
  private static final long RETRY_MILLIS = 1_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>(10_000);
  private final HttpRequest.Builder request;

  /**
   * @param baseUrl as of the OFREP provider
   * @param key a secret key
   */
  public KnowfirstExposureHook(String baseUrl, String key) {
    request =
        HttpRequest.newBuilder(URI.create(baseUrl + "/v1/events"))
            .header("Content-Type", "application/json")
            .header("X-API-Key", key);
    var thread = new Thread(this::deliver, "knowfirst-exposures");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void after(
      HookContext<Object> context,
      FlagEvaluationDetails<Object> details,
      Map<String, Object> hints) {
    var token = details.getFlagMetadata().getString("token");
    if (token != null) {
      tokens.offer(token);
    }
  }

  private void deliver() {
    var batch = new ArrayList<String>();
    try {
      while (true) {
        batch.add(tokens.take());
        Thread.sleep(COLLECT_MILLIS);
        tokens.drainTo(batch, 499);
        while (!send(batch)) {
          Thread.sleep(RETRY_MILLIS);
        }
        batch.clear();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean send(List<String> batch) throws InterruptedException {
    var events =
        batch.stream()
            .map("{\"type\":\"exposure\",\"token\":\"%s\"}"::formatted)
            .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
    try {
      var sent = request.copy().POST(BodyPublishers.ofString(events)).build();
      int status = client.send(sent, BodyHandlers.discarding()).statusCode();
      return status != 429 && status < 500;
    } catch (IOException unreachable) {
      return false;
    }
  }
}
