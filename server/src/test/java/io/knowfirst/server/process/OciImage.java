package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An image as an OCI layout, unpacked from its tar. */
record OciImage(Path layout, JsonNode config, List<Path> layers) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Unpacks it into an empty directory. */
  static OciImage unpack(Path tar, Path layout) throws IOException, InterruptedException {
    run("tar", "-xf", tar.toString(), "-C", layout.toString());
    assertThat(JSON.readTree(layout.resolve("oci-layout").toFile()).path("imageLayoutVersion"))
        .hasToString("\"1.0.0\"");
    var index = JSON.readTree(layout.resolve("index.json").toFile());
    var manifest = JSON.readTree(blob(layout, index.at("/manifests/0")).toFile());
    var layers = new ArrayList<Path>();
    manifest.path("layers").forEach(layer -> layers.add(blob(layout, layer)));
    return new OciImage(
        layout, JSON.readTree(blob(layout, manifest.path("config")).toFile()), layers);
  }

  private static Path blob(Path layout, JsonNode descriptor) {
    return layout.resolve("blobs").resolve(descriptor.path("digest").asText().replace(':', '/'));
  }

  /** What a layer holds: rights, owner by number, size, date, name. */
  static List<String> entries(Path layer) throws IOException, InterruptedException {
    return run("tar", "--numeric-owner", "-tvzf", layer.toString()).lines().toList();
  }

  /** Lays all layers upon each other. */
  Path root(Path into) throws IOException, InterruptedException {
    for (var layer : layers) {
      run("tar", "--numeric-owner", "-xpzf", layer.toString(), "-C", into.toString());
    }
    return into;
  }

  /** What its process is started with. */
  List<String> command() {
    var command = new ArrayList<String>();
    config.at("/config/Entrypoint").forEach(word -> command.add(word.asText()));
    config.at("/config/Cmd").forEach(word -> command.add(word.asText()));
    return command;
  }

  List<String> environment() {
    var environment = new ArrayList<String>();
    config.at("/config/Env").forEach(variable -> environment.add(variable.asText()));
    return environment;
  }

  private static String run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
