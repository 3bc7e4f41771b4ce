package io.knowfirst.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.InMemoryYamlConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

/** Container, compose, systemd and Kubernetes say what this version understands. */
class DeploymentFilesTest {
  private static final Path FOLDER = Path.of("..", "cluster-config");
  private static final String EXIT = "-XX:+ExitOnOutOfMemoryError";
  private static final String CLUSTER = "/etc/knowfirst/cluster.yaml";

  @Test
  void the_image_starts_a_server_that_others_reach_and_ends_without_memory() throws IOException {
    var lines = Files.readString(FOLDER.resolve("Containerfile"));
    assertThat(lines).contains(EXIT, "\nUSER 10001", "\nEXPOSE 8080\n");
    assertThat(lines).contains("COPY server/target/knowfirst.jar /opt/knowfirst/knowfirst.jar");
    assertThat(entry(lines)).endsWith("-jar", "/opt/knowfirst/knowfirst.jar");
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

  @Test
  void kubernetes_leads_each_port_to_what_the_server_listens_on() throws IOException {
    var documents = new ArrayList<Map<String, Object>>();
    StreamSupport.stream(new Yaml().loadAll(read("kubernetes.yaml")).spliterator(), false)
        .forEach(document -> documents.add(cast(document)));
    assertThat(documents.stream().map(document -> document.get("kind")))
        .containsExactly("ConfigMap", "Service", "Service", "NetworkPolicy", "StatefulSet");

    var pod = map(map(map(documents.get(4), "spec"), "template"), "spec");
    var container = cast(list(pod, "containers").get(0));
    var arguments = list(container, "args").stream().map(Object::toString).toArray(String[]::new);
    var variables = new HashMap<>(imageEnvironment(read("Containerfile")));
    for (var variable : list(container, "env")) {
      variables.put(cast(variable).get("name").toString(), "postgresql://u:p@db:5432/knowfirst");
    }
    var options = parse(variables, arguments);
    assertThat(options).containsEntry("--cluster", CLUSTER).containsEntry("--remote", "true");
    assertThat(options).containsEntry("--metrics-port", "9464").containsEntry("--port", "8080");

    var ports = new TreeMap<String, Object>();
    list(container, "ports")
        .forEach(port -> ports.put("" + cast(port).get("name"), cast(port).get("containerPort")));
    assertThat(ports)
        .containsOnly(
            Map.entry("http", 8080), Map.entry("hazelcast", 5701), Map.entry("metrics", 9464));
    var config = map(documents.get(0), "data").get("cluster.yaml").toString();
    var network = new InMemoryYamlConfig(config).getNetworkConfig();
    assertThat(network.getPort()).isEqualTo(5701);
    assertThat(network.getJoin().getKubernetesConfig().getProperty("service-dns"))
        .startsWith(map(documents.get(1), "metadata").get("name") + ".");
    for (var probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      assertThat(map(map(container, probe), "httpGet").get("path").toString())
          .isIn("/health/live", "/health/ready");
    }
    var rules = list(map(documents.get(3), "spec"), "ingress").toString();
    assertThat(rules).contains("{port=8080}", "{port=5701}", "{port=9464}");
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
  void kubernetes_refers_to_what_it_declares() throws IOException {
    var documents = new HashMap<String, Map<String, Object>>();
    new Yaml()
        .loadAll(read("kubernetes.yaml"))
        .forEach(
            document -> {
              var name = map(cast(document), "metadata").get("name");
              documents.put(cast(document).get("kind") + " " + name, cast(document));
            });
    var set = map(documents.get("StatefulSet knowfirst"), "spec");
    var labels = map(map(map(set, "template"), "metadata"), "labels");
    assertThat(map(map(set, "selector"), "matchLabels")).isEqualTo(labels);
    assertThat(documents).containsKey("Service " + set.get("serviceName"));
    var pod = map(map(set, "template"), "spec");
    var container = cast(list(pod, "containers").get(0));
    var ports = list(container, "ports").stream().map(port -> cast(port).get("name")).toList();
    for (var service : List.of("Service knowfirst", "Service knowfirst-members")) {
      var spec = map(documents.get(service), "spec");
      assertThat(map(spec, "selector")).isEqualTo(labels);
      var port = cast(list(spec, "ports").get(0));
      assertThat(port.getOrDefault("targetPort", port.get("name"))).isIn(ports);
    }
    for (var probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      assertThat(map(map(container, probe), "httpGet").get("port")).isIn(ports);
    }
    var claimed = cast(list(set, "volumeClaimTemplates").get(0));
    var volume = cast(list(pod, "volumes").get(0));
    assertThat(documents).containsKey("ConfigMap " + map(volume, "configMap").get("name"));
    var mounts = new HashMap<Object, Object>();
    list(container, "volumeMounts")
        .forEach(mount -> mounts.put(cast(mount).get("name"), cast(mount).get("mountPath")));
    assertThat(mounts)
        .containsOnly(
            Map.entry(volume.get("name"), Path.of(CLUSTER).getParent().toString()),
            Map.entry(
                map(claimed, "metadata").get("name"),
                imageEnvironment(read("Containerfile")).get("KNOWFIRST_DATA")));
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
