package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.model.Actor;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever is refused in a browser sees a page, and a program the problem. */
class RefusalPagesTest {
  private static final Pattern BACK = Pattern.compile("<a href=\"([^\"]*console/home)\">");
  private static Browser rita;

  @RegisterExtension static final TestApi API = TestApi.start();

  @BeforeAll
  static void signIn() {
    var made =
        TestApi.await(
            API.people
                .people()
                .users()
                .invite("rita@shop.example", EnumSet.of(Role.READER), Actor.itself("test")));
    rita = new Browser(API.port());
    rita.join(made.token(), "seven green bicycles", "name", "Rita");
  }

  private static void isPage(HttpResponse<String> answer, int status, String says) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'; style-src 'self';");
    assertThat(answer.body()).contains(says).doesNotContain("refusal.");
    var back = BACK.matcher(answer.body());
    assertThat(back.find()).as(answer.body()).isTrue();
    var home = answer.uri().resolve(URI.create(back.group(1)));
    assertThat(rita.get(home.getPath()).statusCode()).as(home.toString()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/console/nothing,404,Diese Seite gibt es nicht",
    "GET,/console/home/,404,Diese Seite gibt es nicht",
    "GET,/console/campaign/trousers/edit,404,Unter dieser Adresse gibt es nichts.",
    "GET,/reports/one/two/three,404,Diese Seite gibt es nicht",
    "GET,/console/home?q=%ff,400,Die Prozentkodierung hinter dem Fragezeichen der Adresse",
    "GET,/console/%ff,400,Die Prozentkodierung der Adresse ist fehlerhaft",
    "GET,/console/campaigns?q=%00,400,steht ein Steuerzeichen",
    "GET,/console/users,403,Für diese Seite fehlt Ihnen die Rolle.",
    "DELETE,/console/home,405,'Die Methode ist DELETE, erwartet wird GET, HEAD.'",
    "POST,/console/results?lang=de,403,Das Formular gehört nicht zu dieser Sitzung.",
    "POST,/console/segments,405,Diese Seite nimmt keine Formulare an."
  })
  void a_person_gets_a_page_in_their_language_with_a_way_back(
      String method, String path, int status, String says) {
    var type = "application/x-www-form-urlencoded";
    isPage(
        method.equals("GET")
            ? rita.get(path, "Accept-Language", "de")
            : rita.send(method, path, "", "Accept-Language", "de", "Content-Type", type),
        status,
        says);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/console/nothing,404",
    "GET,/console/home/,404",
    "GET,/console/home?q=%ff,400",
    "DELETE,/console/home,405"
  })
  void a_program_gets_the_problem(String method, String path, int status) {
    for (var accept : List.of("application/json", "*/*", "text/css,*/*;q=0.1")) {
      var answer = rita.send(method, path, "", "Accept", accept);
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }
  }

  @Test
  void an_unknown_address_of_the_api_is_a_problem_for_browsers_too() {
    assertThat(rita.get("/v1/nothing").headers().firstValue("Content-Type"))
        .contains("application/problem+json");
  }

  @Test
  void a_page_of_what_cannot_be_decoded_is_in_the_preferred_language() throws IOException {
    try (var socket = new Socket("localhost", API.port())) {
      socket
          .getOutputStream()
          .write(
              """
              GET /console/home?lang=%zz HTTP/1.1\r
              Host: localhost\r
              Accept: text/html\r
              Accept-Language: de\r
              Connection: close\r
              \r
              """
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400 ")
          .contains("<html lang=\"de\">", "Die Prozentkodierung hinter dem Fragezeichen");
    }
  }

  @Test
  void the_address_of_the_console_alone_leads_to_its_first_page() {
    for (var path : List.of("/console", "/console/")) {
      var answer = rita.get(path);
      assertThat(answer.statusCode()).isEqualTo(303);
      var to = answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
      assertThat(to.getPath()).isEqualTo("/console/home");
    }
  }
}
