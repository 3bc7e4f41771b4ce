package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Somebody who signed in to the console, with a browser that follows redirects. */
final class SignedInPerson {
  private static final int MOST_WAITS = 20;
  private static final int RETRY_MILLIS = 1_000;
  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]*)\"");

  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  private final String root;

  private SignedInPerson(String root) {
    this.root = root;
  }

  /** The first administrator, with all roles. */
  static SignedInPerson first(TestServer server) {
    var link = URI.create(server.firstAdministrator());
    var person = new SignedInPerson("http://" + link.getAuthority());
    var form = link.getRawPath() + "?" + link.getRawQuery();
    var home =
        person.post(
            "/console/invitation",
            form,
            "token",
            link.getRawQuery().replaceFirst("^token=", ""),
            "email",
            "anna@shop.example",
            "name",
            "Anna",
            "password",
            "nine paper cranes");
    assertThat(home.uri().getPath()).isEqualTo("/console/home");
    return person;
  }

  HttpResponse<String> get(String path, String language) {
    return send(HttpRequest.newBuilder(URI.create(root + path)).GET(), language);
  }

  /** Sends a form that stands on a page: names and values in turn. */
  HttpResponse<String> post(String path, String page, String... fields) {
    var found = TOKEN.matcher(get(page, "en").body());
    assertThat(found.find()).as(page).isTrue();
    var pairs = new ArrayList<>(List.of("csrf=" + encoded(found.group(1))));
    for (int i = 0; i < fields.length; i += 2) {
      pairs.add(fields[i] + "=" + encoded(fields[i + 1]));
    }
    return send(
        HttpRequest.newBuilder(URI.create(root + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs))),
        "en");
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** Comes again where a busy server asks for it. */
  private HttpResponse<String> send(HttpRequest.Builder request, String language) {
    request.header("Accept", "text/html").header("Accept-Language", language);
    try {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      for (int i = 0; answer.statusCode() == 503 && i < MOST_WAITS; i++) {
        Thread.sleep(RETRY_MILLIS);
        answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      }
      return answer;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
