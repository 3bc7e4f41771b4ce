package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle that is committed: small, and built from the sources beside it. */
class ClientBundleTest {
  private static final Path SOURCES = Path.of("src/main/js");
  private static final Path BUNDLE = Path.of("src/main/resources/client");
  private static final String BUILD =
      "npm --prefix server/src/main/js ci && npm --prefix server/src/main/js run build";

  @Test
  void the_client_has_at_most_3072_bytes_gzipped_and_the_loader_400() throws Exception {
    assertThat(gzipped("knowfirst.js")).isLessThanOrEqualTo(3_072);
    assertThat(gzipped("knowfirst.mjs")).isLessThanOrEqualTo(3_072);
    assertThat(gzipped("loader.html")).isLessThanOrEqualTo(400);
  }

  @Test
  void the_bundle_was_built_from_these_sources() throws Exception {
    var sha = MessageDigest.getInstance("SHA-256");
    try (var files = Files.list(SOURCES.resolve("src"))) {
      for (var file : files.sorted().toList()) {
        sha.update(
            (file.getFileName() + "\n" + Files.readString(file)).getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(Files.readString(BUNDLE.resolve("sources.sha256")).strip())
        .as("The sources have changed since the bundle was built. Maybe run: %s", BUILD)
        .isEqualTo(HexFormat.of().formatHex(sha.digest()));
  }

  @Test
  void building_it_again_gives_the_same_files(@TempDir Path out) throws Exception {
    assumeTrue(
        Files.isDirectory(SOURCES.resolve("node_modules/esbuild")),
        "The page client is not built again: esbuild is not installed. Maybe run: npm --prefix server/src/main/js ci");
    var again = out.resolve("client");
    var build =
        new ProcessBuilder("node", "build.mjs", again.toString())
            .directory(SOURCES.toFile())
            .redirectErrorStream(true)
            .start();
    var told = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(build.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(build.exitValue()).as(told).isZero();
    try (var files = Files.list(again)) {
      for (var file : files.toList()) {
        assertThat(BUNDLE.resolve(file.getFileName()))
            .as("Maybe run: %s", BUILD)
            .hasSameTextualContentAs(file);
      }
    }
  }

  private static int gzipped(String name) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip =
        new GZIPOutputStream(bytes) {
          {
            def.setLevel(9);
          }
        }) {
      gzip.write(Files.readAllBytes(BUNDLE.resolve(name)));
    }
    return bytes.size();
  }
}
