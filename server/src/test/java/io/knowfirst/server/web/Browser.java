package io.knowfirst.server.web;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser of somebody who works with the server: it keeps cookies and follows no redirect. */
final class Browser {
  private final HttpClient client = HttpClient.newHttpClient();
  private final String root;
  final Map<String, String> cookies = new LinkedHashMap<>();

  Browser(int port) {
    this.root = "http://localhost:" + port;
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  HttpResponse<String> send(String method, String path, String body, String... headers) {
    return send(request(path, headers).method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Sends a form: names and values in turn. */
  HttpResponse<String> post(String path, String... fields) {
    return post(path, List.of(fields));
  }

  HttpResponse<String> post(String path, List<String> fields, String... headers) {
    var pairs = new StringBuilder();
    for (int i = 0; i < fields.size(); i += 2) {
      pairs
          .append(i == 0 ? "" : "&")
          .append(fields.get(i))
          .append('=')
          .append(URLEncoder.encode(fields.get(i + 1), StandardCharsets.UTF_8));
    }
    return send(
        request(path, headers)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(pairs.toString())));
  }

  /** The token of the forms on a page. */
  String csrf(String path) {
    return field(get(path), "csrf");
  }

  /** The value of a hidden field. */
  static String field(HttpResponse<String> page, String name) {
    var found = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page.body());
    if (!found.find()) {
      throw new AssertionError(name + " is not in " + page.statusCode() + " " + page.body());
    }
    return found.group(1);
  }

  /** Uses an invitation's link. */
  HttpResponse<String> join(String token, String password, String... more) {
    var csrf = csrf("/console/invitation?token=" + token);
    var fields =
        new java.util.ArrayList<>(List.of("csrf", csrf, "token", token, "password", password));
    fields.addAll(List.of(more));
    return post("/console/invitation", fields);
  }

  HttpResponse<String> signIn(String email, String password) {
    return post(
        "/console/sign-in", "csrf", csrf("/console/sign-in"), "email", email, "password", password);
  }

  private HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(root + path)).header("Accept", "text/html");
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(one -> one.getKey() + "=" + one.getValue())
              .collect(Collectors.joining("; ")));
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      for (var set : answer.headers().allValues("Set-Cookie")) {
        var pair = set.split(";", 2)[0].split("=", 2);
        if (pair[1].isEmpty()) {
          cookies.remove(pair[0]);
        } else {
          cookies.put(pair[0], pair[1]);
        }
      }
      return answer;
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
