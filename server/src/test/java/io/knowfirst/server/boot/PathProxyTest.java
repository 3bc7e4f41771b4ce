package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The lines for nginx and Caddy in docs/web.md, as these programs read them. */
@ExtendWith(WebShop.Resolver.class)
class PathProxyTest {
  private static final String SLOT =
      "<section data-knowfirst=\"hero\"><h1 data-kf=\"headline\">Own headline</h1></section>";

  private static final String PAGES = "select count(*) from event where type = 'page'";
  private static final String VISITORS = "select count(distinct visitor) from event";

  @Test
  void nginx_passes_the_path_on_and_the_cookie_stays(WebShop shop, @TempDir Path folder)
      throws Exception {
    passesOn(
        shop,
        folder,
        "nginx",
        "nginx",
        lines ->
            """
            daemon off; master_process off; pid nginx.pid; error_log error.log; events {}
            http {
              access_log off; types { text/html html; }
              client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi; scgi_temp_path scgi;
              server { listen 127.0.0.1:PORT; root FOLDER/site;
              %s
              }
            }
            """
                .formatted(lines),
        List.of("-p", folder.toString(), "-c", "config"));
  }

  @Test
  void caddy_passes_the_path_on_and_the_cookie_stays(WebShop shop, @TempDir Path folder)
      throws Exception {
    passesOn(
        shop,
        folder,
        "caddy",
        "caddyfile",
        lines ->
            """
            {
              admin off
              auto_https off
            }
            http://localhost:PORT {
              bind 127.0.0.1
              %s
              root * FOLDER/site
              file_server
            }
            """
                .formatted(lines),
        List.of("run", "--adapter", "caddyfile", "--config", "config"));
  }

  private static void passesOn(
      WebShop shop,
      Path folder,
      String program,
      String language,
      UnaryOperator<String> config,
      List<String> arguments)
      throws Exception {
    var command = new ArrayList<>(List.of(installed(program).toString()));
    command.addAll(arguments);
    int port = free();
    var lines = documented(language).replace("127.0.0.1:8080", "127.0.0.1:" + shop.port());
    Files.writeString(
        folder.resolve("config"),
        config
            .apply(lines)
            .replace("PORT", String.valueOf(port))
            .replace("FOLDER", folder.toString()));
    var site = Files.createDirectories(folder.resolve("site"));
    var origin = "http://localhost:" + port;
    Files.writeString(site.resolve("page.html"), shop.html("", SLOT, shop.siteKey(origin)));
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    builder.environment().put("HOME", folder.toString());
    var process = builder.start();
    long pages = shop.count(PAGES);
    long visitors = shop.count(VISITORS);
    try (var person = shop.person()) {
      await().atMost(Duration.ofSeconds(20)).until(() -> listens(port));
      var page = person.newPage();
      page.navigate(origin + "/page.html");
      isDecided(page);
      var cookies = person.cookies();
      assertThat(cookies).hasSize(1);
      assertThat(cookies.get(0).domain).isEqualTo("localhost");
      assertThat(cookies.get(0).path).isEqualTo("/");
      assertThat(cookies.get(0).httpOnly).isTrue();
      page.evaluate("knowfirst.consent(true)");
      page.reload();
      isDecided(page);
      page.evaluate("knowfirst.flush()");
      // All of one visitor: the cookie came back, and no other was set.
      assertThat(person.cookies().get(0).value).isEqualTo(cookies.get(0).value);
      assertThat(shop.count(PAGES)).isGreaterThan(pages);
      assertThat(shop.count(VISITORS)).isEqualTo(visitors + 1);
    } catch (AssertionError | RuntimeException failed) {
      failed.addSuppressed(new AssertionError(Files.readString(folder.resolve("output"))));
      throw failed;
    } finally {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  /** A server that has just started on a busy machine may answer the first page too late. */
  private static void isDecided(Page page) {
    for (int i = 0; i < 10; i++) {
      page.waitForFunction("window.knowfirst.version");
      page.evaluate("knowfirst.ready");
      if (page.textContent("h1").equals("Welcome")) {
        return;
      }
      page.reload();
    }
    throw new AssertionError("Nothing was decided");
  }

  /** Where the program is; skips the test where it is not. */
  private static Path installed(String program) {
    var path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin";
    var found =
        Pattern.compile(":")
            .splitAsStream(path)
            .map(folder -> Path.of(folder, program))
            .filter(Files::isExecutable)
            .findFirst();
    var missing =
        "Skipped: the lines for %s in docs/web.md are tried with it. Maybe run: apt-get install %s"
            .formatted(program, program);
    if (found.isEmpty()) {
      System.out.println(missing);
    }
    assumeTrue(found.isPresent(), missing);
    return found.orElseThrow();
  }

  /** What stands in the page for the web team in a block of this language. */
  private static String documented(String language) throws IOException {
    var block =
        Pattern.compile("(?s)```" + language + "\n(.*?)```")
            .matcher(Files.readString(Path.of("../docs/web.md")));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static int free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }
}
