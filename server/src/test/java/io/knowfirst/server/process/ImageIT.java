package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image that {@code -Pimage} makes, on whatever base: the gate takes none ({@code
 * -Djib.from.image=scratch}) and lends it this machine's Java.
 */
class ImageIT {
  private static final Path TAR = Path.of("target", "knowfirst-image.tar");
  private static final String HOME = "/var/lib/knowfirst";
  private static final String JAR = "opt/knowfirst/knowfirst-server.jar";
  private static final int USER = 10_001;

  /** As a container engine does: nothing can be written but what is mounted. */
  private static final String CONTAINER =
      """
      set -e
      mount --bind "$1" "$1"
      cd "$1"
      user=$2
      cp etc/passwd "$1.passwd"
      passwd=$1.passwd
      shift 2
      for system in usr bin lib lib64 etc proc dev sys; do
        if [ -e /$system ]; then mkdir -p $system; mount --rbind /$system $system; fi
      done
      mount --bind "$passwd" etc/passwd
      mount -t tmpfs -o mode=1777 tmpfs tmp
      mount -t tmpfs -o mode=700,uid=$user,gid=$user tmpfs var/lib/knowfirst
      mount -o remount,ro,bind .
      exec chroot . setpriv --reuid $user --regid $user --clear-groups --no-new-privs \
        --bounding-set=-all env -i -C /var/lib/knowfirst PATH="$PATH" "$@"
      """;

  private static OciImage image;

  @BeforeAll
  static void unpack(@TempDir Path folder) throws Exception {
    Assumptions.assumeTrue(
        Files.exists(TAR),
        "Not run: there is no image. Maybe: mvn -Pimage -Djib.from.image=scratch");
    image = OciImage.unpack(TAR, folder);
  }

  @Test
  void it_starts_the_server_as_a_user_without_rights_with_the_flags_of_the_containerfile()
      throws IOException {
    var config = image.config().path("config");
    assertThat(config.path("User").asText()).isEqualTo(USER + ":" + USER);
    assertThat(config.path("WorkingDir").asText()).isEqualTo(HOME);
    assertThat(config.path("ExposedPorts").fieldNames()).toIterable().containsExactly("8080/tcp");
    assertThat(config.path("Volumes").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(HOME, "/tmp");
    assertThat(config.path("Labels").path("org.opencontainers.image.licenses").asText())
        .isEqualTo("Apache-2.0");
    var containerfile = Files.readString(Path.of("..", "cluster-config", "Containerfile"));
    var entry = image.command().subList(0, image.command().size() - 1);
    assertThat(containerfile)
        .contains("ENTRYPOINT [\"" + String.join("\", \"", entry) + "\"]")
        .contains("CMD [\"" + image.command().get(entry.size()) + "\"]")
        .contains("USER " + USER);
    for (var variable : List.of("KNOWFIRST_HOST", "KNOWFIRST_REMOTE", "KNOWFIRST_DATA")) {
      var set = image.environment().stream().filter(one -> one.startsWith(variable + "=")).toList();
      assertThat(set).hasSize(1).allMatch(containerfile::contains);
    }
  }

  @Test
  void an_edit_of_the_server_changes_small_layers_alone() throws Exception {
    var names = new ArrayList<String>();
    for (var layer : image.layers()) {
      names.add(String.join("\n", OciImage.entries(layer)));
    }
    assertThat(names).hasSizeGreaterThanOrEqualTo(4);
    int libraries = indexOf(names, "libs/vertx-core");
    int own = indexOf(names, "classes/io/knowfirst/server/Main.class");
    assertThat(libraries).isLessThan(own);
    assertThat(names.get(libraries)).doesNotContain("io/knowfirst/server", "knowfirst-rules");
    assertThat(Files.size(image.layers().get(libraries)))
        .isGreaterThan(10 * Files.size(image.layers().get(own)));
    assertThat(String.join("\n", names))
        .as("which any user may write")
        .containsPattern("drwxrwxrwx .* " + HOME.substring(1) + "/");
  }

  @Test
  void its_server_runs_with_a_root_that_cannot_be_written(@TempDir Path folder) throws Exception {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "Not run: mounts need the rights of root. Maybe: run it as root");
    var root = image.root(Files.createDirectory(folder.resolve("root")));
    try (var jar = new JarFile(root.resolve(JAR).toFile())) {
      for (var path : jar.getManifest().getMainAttributes().getValue("Class-Path").split(" ", -1)) {
        assertThat(root.resolve("opt/knowfirst").resolve(path)).exists();
      }
    }
    Files.createDirectories(root.resolve("tmp"));
    var command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", CONTAINER, "sh"));
    command.addAll(List.of(root.toString(), String.valueOf(USER)));
    command.addAll(image.environment());
    command.addAll(image.command());
    command.addAll(List.of("--host", "127.0.0.1", "--port", "0"));
    try (var server = ServerProcess.start(folder, command)) {
      var key = server.keys().get("secret");
      assertThat(server.post("/v1/events", key, Members.bought(1)).status()).isEqualTo(200);
      assertThat(Members.outcome(server, key, 1)).isEqualTo("known");
      var status = Files.readString(Path.of("/proc/" + server.pid() + "/status"));
      assertThat(status).contains("Uid:\t" + USER + "\t").contains("CapEff:\t0000000000000000");
      assertThat(Files.readString(Path.of("/proc/" + server.pid() + "/mountinfo")))
          .containsPattern(" / ro[, ].*");
      assertThat(server.stop()).isIn(0, 143);
    }
  }

  private static int indexOf(List<String> layers, String part) {
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).contains(part)) {
        return i;
      }
    }
    throw new AssertionError(part + " is in no layer");
  }
}
