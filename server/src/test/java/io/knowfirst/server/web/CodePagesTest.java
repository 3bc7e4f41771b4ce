package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.rulesets.drafts.SeenRevision;
import io.knowfirst.server.rulesets.versions.Archive;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules as code: every file as it is, with and without the editor's script. */
class CodePagesTest {
  private static final String DRL = "segments/behavioural/golf.drl";

  @RegisterExtension static final TestApi api = TestApi.start();
  private static Browser maria;

  @BeforeAll
  static void join() {
    maria = member("maria", Role.AUTHOR, Role.OPERATOR);
  }

  private static Browser member(String name, Role first, Role... more) {
    var made =
        TestApi.await(
            api.people
                .people()
                .users()
                .invite(name + "@shop.example", EnumSet.of(first, more), Actor.itself("test")));
    var browser = new Browser(api.port());
    browser.join(made.token(), "seven green bicycles", "name", name);
    return browser;
  }

  private static String draft(String name) {
    return TestApi.await(api.drafts().drafts().create(name, "", null, "maria@shop.example"))
        .draft()
        .id();
  }

  @Test
  void only_pages_with_an_editor_may_run_a_script_and_only_one_of_this_server() {
    var page = maria.get("/console/code?file=" + DRL);
    assertThat(policy(page)).contains("script-src 'self'").doesNotContain("unsafe");
    assertThat(page.body()).contains("<textarea", "console/editor.js?v=", "readonly");
    assertThat(policy(maria.get("/console/home"))).doesNotContain("script-src");
    var script = maria.get("/console/editor.js");
    assertThat(script.headers().firstValue("Content-Type"))
        .hasValue("text/javascript; charset=utf-8");
  }

  private static String policy(HttpResponse<String> page) {
    return page.headers().firstValue("Content-Security-Policy").orElseThrow();
  }

  @Test
  void every_file_that_is_saved_unchanged_stays_as_it_was_byte_by_byte() {
    var draft = draft("Unchanged");
    var files = TestApi.await(api.drafts().drafts().open(draft)).files().now();
    for (var path : List.copyOf(files.keySet())) {
      var text = files.get(path);
      var saved = send(draft, "save", "file", path, "text", text.replace("\n", "\r\n"));
      assertThat(saved.statusCode()).as(path).isEqualTo(303);
    }
    var after = TestApi.await(api.drafts().drafts().open(draft));
    assertThat(after.files().now()).isEqualTo(files);
  }

  @Test
  void a_file_longer_than_a_usual_form_is_edited_too() {
    var draft = draft("Long");
    var long_ = "# " + "many words ".repeat(20_000) + "\nheadline: Long\n";
    assertThat(send(draft, "save", "file", "contents/long.yaml", "text", long_).statusCode())
        .isEqualTo(303);
    assertThat(maria.get("/console/code?draft=" + draft + "&file=contents/long.yaml").body())
        .contains("headline: Long");
  }

  @Test
  void what_the_check_finds_stands_with_its_place_at_the_file() {
    var draft = draft("Wrong");
    var text = TestApi.await(api.drafts().drafts().open(draft)).files().text(DRL);
    send(draft, "save", "file", DRL, "text", text.replace("daysAgo", "daysAgoo"));
    var page = maria.get("/console/code?draft=" + draft + "&file=" + DRL).body();
    assertThat(page).contains("data-line=\"8\"", "data-severity=\"error\"", "daysAgoo");
    assertThat(maria.get("/console/code?draft=" + draft).body()).contains("finding");
  }

  @Test
  void files_are_found_renamed_and_deleted() {
    var draft = draft("Moves");
    assertThat(maria.get("/console/code?draft=" + draft + "&q=golf").body())
        .contains("golf.drl")
        .doesNotContain("trousers.drl");
    assertThat(
            send(draft, "rename", "file", DRL, "to", "segments/behavioural/golfing.drl")
                .statusCode())
        .isEqualTo(303);
    assertThat(send(draft, "delete", "file", "segments/behavioural/golfing.drl").statusCode())
        .isEqualTo(303);
    var refused = send(draft, "rename", "file", DRL, "to", "../../up.drl");
    assertThat(refused.body()).contains("role=\"alert\"");
    assertThat(maria.get("/console/code?file=no/such.drl").body()).contains("There is no file");
  }

  @Test
  void a_folder_goes_out_and_comes_in_as_a_zip() throws Exception {
    var draft = draft("Zip");
    var zip = get("/v1/drafts/" + draft + "/zip");
    var files = new TreeMap<>(Archive.unpack(zip.body()));
    files.put("contents/zipped.yaml", "headline: Zipped\n");

    var uploaded = upload(draft, Archive.pack(files));

    assertThat(uploaded.statusCode()).as(text(uploaded)).isEqualTo(303);
    var now = TestApi.await(api.drafts().drafts().open(draft)).files().now();
    assertThat(now)
        .containsEntry("contents/zipped.yaml", "headline: Zipped\n")
        .hasSameSizeAs(files);
    for (var bad : List.of("no zip", "")) {
      var answer = upload(draft, bad.getBytes(StandardCharsets.UTF_8));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(text(answer)).contains("role=\"alert\"");
    }
    TestApi.await(
        api.drafts()
            .drafts()
            .put(
                draft,
                SeenRevision.ANY,
                "maria@shop.example",
                new TreeMap<>(Map.of("contents/more.yaml", "headline: More\n"))));
    assertThat(text(upload(draft, Archive.pack(files), "0"))).contains("The draft is at revision");
  }

  private static HttpResponse<byte[]> upload(String draft, byte[] zip) throws Exception {
    return upload(draft, zip, revision(draft));
  }

  private static HttpResponse<byte[]> upload(String draft, byte[] zip, String revision)
      throws Exception {
    var parts = new java.io.ByteArrayOutputStream();
    var fields =
        Map.of(
            "csrf",
            maria.csrf("/console/home"),
            "draft",
            draft,
            "revision",
            revision,
            "do",
            "upload");
    for (var field : fields.entrySet()) {
      parts.write(
          "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
              .formatted(field.getKey(), field.getValue())
              .getBytes(StandardCharsets.UTF_8));
    }
    parts.write(
        "--b\r\nContent-Disposition: form-data; name=\"zip\"; filename=\"rules.zip\"\r\nContent-Type: application/zip\r\n\r\n"
            .getBytes(StandardCharsets.UTF_8));
    parts.write(zip);
    parts.write("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
    return exchange(
        request("/console/code")
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(HttpRequest.BodyPublishers.ofByteArray(parts.toByteArray())));
  }

  private static HttpResponse<byte[]> get(String path) throws Exception {
    return exchange(request(path).GET());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + api.port() + path))
        .header("Accept", "text/html")
        .header(
            "Cookie",
            maria.cookies.entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining("; ")));
  }

  private static HttpResponse<byte[]> exchange(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static String revision(String draft) {
    return "" + TestApi.await(api.drafts().drafts().open(draft)).draft().revision();
  }

  private static HttpResponse<String> send(String draft, String action, String... fields) {
    var all =
        new ArrayList<>(
            List.of(
                "csrf",
                maria.csrf("/console/home"),
                "draft",
                draft,
                "revision",
                revision(draft),
                "do",
                action));
    all.addAll(List.of(fields));
    return maria.post("/console/code", all);
  }
}
