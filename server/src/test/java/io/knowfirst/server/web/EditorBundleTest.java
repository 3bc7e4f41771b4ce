package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The editor that is committed was built from the sources beside it, and nobody changed it since.
 */
class EditorBundleTest {
  private static final Path SOURCES = Path.of("src/main/editor");
  private static final Path BUNDLE = Path.of("src/main/resources/console");
  private static final String BUILD =
      "npm --prefix server/src/main/editor ci --ignore-scripts && npm --prefix server/src/main/editor run build";

  @Test
  void the_bundle_has_the_checksum_of_its_sources_and_of_itself() throws Exception {
    var sha = MessageDigest.getInstance("SHA-256");
    var names = new ArrayList<String>();
    try (var files = Files.list(SOURCES.resolve("src"))) {
      files.sorted().forEach(file -> names.add("src/" + file.getFileName()));
    }
    names.add("package-lock.json");
    for (var name : names) {
      sha.update(
          (name + "\n" + Files.readString(SOURCES.resolve(name))).getBytes(StandardCharsets.UTF_8));
    }
    sha.update(Files.readAllBytes(BUNDLE.resolve("editor.js")));
    assertThat(Files.readString(BUNDLE.resolve("editor.sha256")).strip())
        .as("Sources or bundle have changed since the bundle was built. Maybe run: %s", BUILD)
        .isEqualTo(HexFormat.of().formatHex(sha.digest()));
  }

  @Test
  void building_it_again_gives_the_same_file(@TempDir Path out) throws Exception {
    assumeTrue(
        Files.isDirectory(SOURCES.resolve("node_modules/esbuild")),
        "The editor is not built again: esbuild is not installed. Maybe run: " + BUILD);
    var again = out.resolve("console");
    var build =
        new ProcessBuilder("node", "build.mjs", again.toString())
            .directory(SOURCES.toFile())
            .redirectErrorStream(true)
            .start();
    var told = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(build.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(build.exitValue()).as(told).isZero();
    assertThat(BUNDLE.resolve("editor.js"))
        .as("Maybe run: %s", BUILD)
        .hasSameBinaryContentAs(again.resolve("editor.js"));
  }

  @Test
  void it_makes_no_code_from_text_and_no_style_outside_of_its_own_root() throws IOException {
    var script = Files.readString(BUNDLE.resolve("editor.js"));
    assertThat(script).doesNotContain("eval(", "new Function(").contains("attachShadow");
  }
}
