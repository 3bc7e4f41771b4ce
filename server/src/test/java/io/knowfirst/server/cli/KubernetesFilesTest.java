package io.knowfirst.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.hazelcast.config.InMemoryYamlConfig;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The chart, rendered by Helm itself and read by a model of Kubernetes' own schema. */
class KubernetesFilesTest {
  private static final Path CHART = Path.of("..", "cluster-config", "helm", "knowfirst");
  private static final Path BASE = Path.of("..", "cluster-config", "kubernetes");
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "ConfigMap", ConfigMap.class,
          "Service", Service.class,
          "NetworkPolicy", NetworkPolicy.class,
          "PodDisruptionBudget", PodDisruptionBudget.class,
          "StatefulSet", StatefulSet.class);

  /** The model takes unknown fields along; here they are refused. */
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated field) {
                  return false;
                }
              })
          .build();

  @Test
  void the_chart_has_no_fault_that_helm_finds() {
    var found = new Helm(CHART).lint().call();
    assertThat(found.isFailed()).as(found.getMessages().toString()).isFalse();
  }

  @Test
  void what_the_chart_renders_is_what_kubernetes_understands(@TempDir Path folder)
      throws IOException {
    for (var rendered : List.of(render(null), render(all(folder)))) {
      var documents = documents(rendered);
      assertThat(documents).hasSizeGreaterThanOrEqualTo(6);
      for (var document : documents.values()) {
        if (KINDS.containsKey(document.path("kind").asText())) {
          read(document);
        }
      }
    }
    var wrong = STRICT.readTree("{\"kind\":\"Service\",\"spec\":{\"selektor\":{}}}");
    assertThatThrownBy(() -> read(wrong)).hasMessageContaining("selektor");
  }

  @Test
  void the_base_for_kustomize_is_what_the_chart_makes_of_its_defaults() throws IOException {
    var rendered = Files.writeString(Path.of("target", "knowfirst.yaml"), render(null));
    assertThat(documents(Files.readString(BASE.resolve("knowfirst.yaml"))))
        .as("cp server/%s cluster-config/kubernetes/", rendered)
        .isEqualTo(documents(Files.readString(rendered)));
    assertThat(YAML.readTree(BASE.resolve("kustomization.yaml").toFile()).path("resources"))
        .extracting(JsonNode::asText)
        .containsExactly("knowfirst.yaml");
  }

  @Test
  void the_pods_run_options_that_there_are_on_ports_that_services_lead_to(@TempDir Path folder)
      throws IOException {
    for (var values : new Path[] {null, all(folder)}) {
      var documents = documents(render(values));
      var set = (StatefulSet) read(documents.get("StatefulSet knowfirst"));
      var pod = set.getSpec().getTemplate().getSpec();
      var container = pod.getContainers().get(0);
      assertThat(container.getCommand())
          .startsWith("java")
          .contains("-XX:+ExitOnOutOfMemoryError")
          .endsWith("-jar", "/opt/knowfirst/knowfirst-server.jar");
      var options = parse(container.getArgs());
      assertThat(options).containsEntry("--remote", "true").containsEntry("--metrics-port", "9464");

      var ports = new TreeMap<String, Integer>();
      container.getPorts().forEach(port -> ports.put(port.getName(), port.getContainerPort()));
      assertThat(ports)
          .isEqualTo(new TreeMap<>(Map.of("http", 8080, "hazelcast", 5701, "metrics", 9464)));
      var labels = set.getSpec().getTemplate().getMetadata().getLabels();
      for (var name : List.of("knowfirst", "knowfirst-members")) {
        var service = (Service) read(documents.get("Service " + name));
        assertThat(labels).containsAllEntriesOf(service.getSpec().getSelector());
        assertThat(service.getSpec().getPorts())
            .allMatch(port -> ports.containsKey(port.getTargetPort().getStrVal()));
      }
      var budget = (PodDisruptionBudget) read(documents.get("PodDisruptionBudget knowfirst"));
      assertThat(labels).containsAllEntriesOf(budget.getSpec().getSelector().getMatchLabels());
      for (var probe :
          List.of(
              container.getStartupProbe(),
              container.getReadinessProbe(),
              container.getLivenessProbe())) {
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http");
        assertThat(probe.getHttpGet().getScheme())
            .isEqualTo(options.containsKey("--tls-cert") ? "HTTPS" : "HTTP");
      }
      var volumes = pod.getVolumes().stream().map(volume -> volume.getName()).toList();
      var claims =
          set.getSpec().getVolumeClaimTemplates().stream()
              .map(claim -> claim.getMetadata().getName())
              .toList();
      var known = new ArrayList<>(volumes);
      known.addAll(claims);
      assertThat(container.getVolumeMounts().stream().map(mount -> mount.getName()))
          .containsExactlyInAnyOrderElementsOf(known);
      // What options and variables name is mounted.
      var mounted =
          container.getVolumeMounts().stream().map(mount -> Path.of(mount.getMountPath())).toList();
      for (var option : List.of("--data", "--cluster", "--tls-cert", "--tls-key", "--rules")) {
        if (options.containsKey(option)) {
          var path = Path.of(options.get(option));
          assertThat(mounted).as(option).anyMatch(path::startsWith);
        }
      }
      var postgres = container.getEnv().get(0);
      assertThat(postgres.getName()).isEqualTo("KNOWFIRST_POSTGRES_FILE");
      assertThat(mounted).anyMatch(Path.of(postgres.getValue())::startsWith);
    }
  }

  @Test
  void the_pods_may_do_no_more_than_they_need() throws IOException {
    var set = (StatefulSet) read(documents(render(null)).get("StatefulSet knowfirst"));
    var pod = set.getSpec().getTemplate().getSpec();
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    var container = pod.getContainers().get(0).getSecurityContext();
    assertThat(container.getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
    long stops = pod.getContainers().get(0).getLifecycle().getPreStop().getSleep().getSeconds();
    assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThan(stops + 30);
  }

  @Test
  void members_find_each_other_by_the_headless_service_and_nobody_else_reaches_them()
      throws IOException {
    var documents = documents(render(null));
    var config = (ConfigMap) read(documents.get("ConfigMap knowfirst"));
    var network = new InMemoryYamlConfig(config.getData().get("cluster.yaml")).getNetworkConfig();
    assertThat(network.getPort()).isEqualTo(5701);
    assertThat(network.getJoin().getKubernetesConfig().getProperty("service-dns"))
        .isEqualTo("knowfirst-members.default.svc.cluster.local");
    var members = (Service) read(documents.get("Service knowfirst-members"));
    assertThat(members.getSpec().getClusterIP()).isEqualTo("None");
    assertThat(members.getSpec().getPublishNotReadyAddresses()).isTrue();
    var policy = (NetworkPolicy) read(documents.get("NetworkPolicy knowfirst"));
    for (var rule : policy.getSpec().getIngress()) {
      int port = rule.getPorts().get(0).getPort().getIntVal();
      assertThat(rule.getFrom()).hasSize(port == 8080 ? 0 : 1);
      if (port == 5701) {
        assertThat(rule.getFrom().get(0).getPodSelector().getMatchLabels())
            .isEqualTo(policy.getSpec().getPodSelector().getMatchLabels());
      }
    }
  }

  private static String render(Path values) {
    var command = new Helm(CHART).template().withName("knowfirst").withNamespace("default");
    return (values == null ? command : command.withValuesFile(values)).call();
  }

  /** Values that turn everything on. */
  private static Path all(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("values.yaml"),
        """
        image: {repository: registry.example/knowfirst, digest: "sha256:00", pullSecrets: [{name: pull}]}
        replicas: 3
        rules: {volume: {persistentVolumeClaim: {claimName: rules}}, watch: false}
        allowedHosts: [reports.example]
        extraArgs: [--four-eyes, "--record=0.2"]
        extraEnv: [{name: TZ, value: Europe/Berlin}]
        tls: {secretName: knowfirst-tls}
        storage: {className: fast}
        metrics: {serviceMonitor: true}
        nodeSelector: {disk: ssd}
        tolerations: [{key: web, operator: Exists}]
        """);
  }

  private static Map<String, JsonNode> documents(String text) throws IOException {
    var documents = new TreeMap<String, JsonNode>();
    try (var all = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      while (all.hasNext()) {
        var document = all.next();
        documents.put(
            document.path("kind").asText() + " " + document.at("/metadata/name").asText(),
            document);
      }
    }
    return documents;
  }

  private static Object read(JsonNode document) throws IOException {
    return STRICT.treeToValue(document, KINDS.get(document.path("kind").asText()));
  }

  private static Map<String, String> parse(List<String> arguments) {
    var line = new CommandLine(new CommandLines.Root());
    var words = arguments.toArray(String[]::new);
    line.setDefaultValueProvider(new Configuration(words, Map.of(), line));
    var serve = line.parseArgs(words).subcommand();
    var values = new TreeMap<String, String>();
    for (var option : serve.matchedOptions()) {
      values.put(option.longestName(), option.getValue().toString());
    }
    return values;
  }
}
