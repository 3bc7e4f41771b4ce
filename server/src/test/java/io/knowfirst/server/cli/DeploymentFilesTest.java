package io.knowfirst.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.InMemoryYamlConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

/** Container, compose and systemd say what this version understands. */
class DeploymentFilesTest {
  private static final Path FOLDER = Path.of("..", "cluster-config");
  private static final String EXIT = "-XX:+ExitOnOutOfMemoryError";
  private static final String CLUSTER = "/etc/knowfirst/cluster.yaml";

  @Test
  void the_image_starts_a_server_that_others_reach_and_ends_without_memory() throws IOException {
    var lines = Files.readString(FOLDER.resolve("Containerfile"));
    assertThat(lines).contains(EXIT, "\nUSER 10001", "\nEXPOSE 8080\n");
    assertThat(lines)
        .contains("COPY server/target/knowfirst.jar /opt/knowfirst/knowfirst-server.jar");
    assertThat(entry(lines)).endsWith("-jar", "/opt/knowfirst/knowfirst-server.jar");
    var options = parse(imageEnvironment(lines), "serve");
    assertThat(options).containsEntry("--host", "0.0.0.0").containsEntry("--remote", "true");
    assertThat(options).containsEntry("--data", "/var/lib/knowfirst/data");
  }

  @Test
  void compose_starts_two_members_that_find_each_other_by_their_names() throws IOException {
    Map<String, Object> file = new Yaml().load(read("compose.yaml"));
    var services = map(file, "services");
    assertThat(services).containsOnlyKeys("postgres", "member-1", "member-2");
    var members = new InMemoryYamlConfig(read("compose-members.yaml")).getNetworkConfig();
    assertThat(members.getJoin().getTcpIpConfig().getMembers())
        .containsExactly("member-1:5701", "member-2:5701");
    var subnet =
        (Map<?, ?>) list(map(map(map(file, "networks"), "members"), "ipam"), "config").get(0);
    var interfaces = members.getInterfaces().getInterfaces().iterator().next();
    assertThat(subnet.get("subnet")).isEqualTo(interfaces.replace("*", "0/24"));

    for (var name : List.of("member-1", "member-2")) {
      var member = map(services, name);
      assertThat(member).containsEntry("hostname", name);
      assertThat(list(member, "networks")).isEqualTo(list(map(services, "postgres"), "networks"));
      assertThat(list(member, "volumes").get(0))
          .isEqualTo("./compose-members.yaml:" + CLUSTER + ":ro");
      var variables = new HashMap<>(imageEnvironment(read("Containerfile")));
      map(member, "environment").forEach((key, value) -> variables.put(key, value.toString()));
      assertThat(parse(variables, "serve")).containsEntry("--cluster", CLUSTER);
      assertThat(list(member, "ports")).allMatch(port -> port.toString().startsWith("127.0.0.1:"));
      assertThat(map(member, "build")).containsEntry("dockerfile", "cluster-config/Containerfile");
    }
  }

  @Test
  void the_systemd_unit_starts_a_server_in_its_own_directory() throws IOException {
    var unit = read("knowfirst.service");
    var start = unit.lines().filter(line -> line.startsWith("ExecStart=")).toList();
    assertThat(start).hasSize(1);
    var words = List.of(start.get(0).substring("ExecStart=".length()).split(" ", -1));
    assertThat(words).contains(EXIT).startsWith("/usr/bin/java");
    var arguments = words.subList(words.indexOf("serve"), words.size()).toArray(String[]::new);
    assertThat(parse(Map.of(), arguments)).containsEntry("--data", "/var/lib/knowfirst/data");
    assertThat(unit)
        .contains("StateDirectory=knowfirst\n", "WorkingDirectory=/var/lib/knowfirst\n");
    var variable = Pattern.compile("(KNOWFIRST_\\w+)=(\\S+),").matcher(unit);
    assertThat(variable.find()).isTrue();
    assertThat(parse(Map.of(variable.group(1), variable.group(2)), arguments))
        .containsKey("--postgres");
  }

  /** What systemd itself says of the unit; a score of 0 is the safest, 10 the least safe. */
  @Test
  void the_systemd_unit_is_confined() throws IOException, InterruptedException {
    var text =
        told(
            Map.of(),
            "systemd-analyze",
            "security",
            "--offline=true",
            "--no-pager",
            FOLDER.resolve("knowfirst.service").toString());
    var score = Pattern.compile("exposure level for knowfirst\\.service: ([0-9.]+)").matcher(text);
    assertThat(score.find()).as(text).isTrue();
    assertThat(Double.parseDouble(score.group(1))).isLessThan(3);
  }

  @Test
  void compose_is_a_file_that_its_program_takes() throws IOException, InterruptedException {
    var file = FOLDER.resolve("compose.yaml").toString();
    var taken = told(Map.of("POSTGRES_PASSWORD", "x"), "docker-compose", "-f", file, "config");
    assertThat(taken)
        .contains("postgresql://knowfirst:x@postgres:5432/knowfirst", "read_only: true");
  }

  @Test
  void compose_refers_to_what_it_declares() throws IOException {
    Map<String, Object> file = new Yaml().load(read("compose.yaml"));
    var services = map(file, "services");
    for (var name : services.keySet()) {
      var service = map(services, name);
      assertThat(list(service, "networks")).allMatch(map(file, "networks")::containsKey);
      for (var volume : list(service, "volumes")) {
        var source = volume.toString().split(":", 2)[0];
        assertThat(
                source.startsWith("./")
                    ? Files.exists(FOLDER.resolve(source))
                    : map(file, "volumes").containsKey(source))
            .as(source)
            .isTrue();
      }
      if (service.containsKey("depends_on")) {
        assertThat(services.keySet()).containsAll(map(service, "depends_on").keySet());
      }
    }
    var home = imageEnvironment(read("Containerfile")).get("KNOWFIRST_DATA");
    assertThat(list(map(services, "member-1"), "volumes").get(1).toString().split(":", 2)[1])
        .as("keeps the data directory")
        .isEqualTo(Path.of(home).getParent().toString());
  }

  @Test
  void every_member_configuration_is_one_that_hazelcast_reads() throws IOException {
    for (var file :
        List.of("local-1.yaml", "local-2.yaml", "members.yaml", "compose-members.yaml")) {
      var network = new InMemoryYamlConfig(read(file)).getNetworkConfig();
      assertThat(network.getJoin().getMulticastConfig().isEnabled()).as(file).isFalse();
      assertThat(network.getInterfaces().isEnabled()).as(file).isTrue();
    }
  }

  /** What a program says that succeeds; without the program the test is not run. */
  private static String told(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process told;
    try {
      told = builder.start();
    } catch (IOException missing) {
      Assumptions.abort("Not run: there is no %s. Maybe: apt-get install it".formatted(command[0]));
      throw missing;
    }
    var text = new String(told.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(told.waitFor()).as(text).isZero();
    return text;
  }

  /** What the options of {@code serve} come to; fails for one that there is not. */
  private static Map<String, String> parse(Map<String, String> environment, String... arguments) {
    var line = new CommandLine(new CommandLines.Root());
    line.setDefaultValueProvider(new Configuration(arguments, environment, line));
    var serve = line.parseArgs(arguments).subcommand();
    var values = new TreeMap<String, String>();
    serve
        .commandSpec()
        .options()
        .forEach(
            option -> {
              Object value = option.getValue();
              if (value != null) {
                values.put(option.longestName(), value.toString());
              }
            });
    return values;
  }

  private static List<String> entry(String containerfile) {
    var line =
        containerfile
            .lines()
            .filter(text -> text.startsWith("ENTRYPOINT"))
            .findFirst()
            .orElseThrow();
    return new Yaml().load(line.substring("ENTRYPOINT ".length()));
  }

  private static Map<String, String> imageEnvironment(String containerfile) {
    var environment = new HashMap<String, String>();
    containerfile
        .lines()
        .filter(line -> line.startsWith("ENV "))
        .flatMap(line -> Pattern.compile("(\\w+)=(\\S+)").matcher(line).results())
        .forEach(pair -> environment.put(pair.group(1), pair.group(2)));
    return environment;
  }

  private static String read(String file) throws IOException {
    return Files.readString(FOLDER.resolve(file));
  }

  private static Map<String, Object> map(Map<String, Object> parent, String key) {
    return cast(parent.get(key));
  }

  private static List<?> list(Map<String, Object> parent, String key) {
    return (List<?>) parent.get(key);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> cast(Object value) {
    return (Map<String, Object>) value;
  }
}
