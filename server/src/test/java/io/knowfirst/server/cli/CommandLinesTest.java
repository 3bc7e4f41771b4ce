package io.knowfirst.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLinesTest {
  private static final int NOT_UNDERSTOOD = 2;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private PrintStream realErr;
  private PrintStream realOut;

  @BeforeEach
  void listen() {
    realErr = System.err;
    realOut = System.out;
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setErr(realErr);
    System.setOut(realOut);
  }

  @Test
  void help_names_every_command() {
    assertThat(run(Map.of(), "--help")).isZero();
    assertThat(said(out)).contains("serve", "import", "keys");
  }

  @Test
  void an_unknown_option_is_refused_with_the_nearest() {
    assertThat(run(Map.of(), "serve", "--prot", "1")).isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("--prot").contains("Maybe --port was meant.");
  }

  @Test
  void a_value_of_the_wrong_type_is_refused_with_advice() {
    assertThat(run(Map.of(), "serve", "--port", "abc")).isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("--port", "abc", "Maybe see 'knowfirst serve --help'.");
  }

  @Test
  void a_value_out_of_range_is_refused_with_what_was_expected() {
    assertThat(run(Map.of(), "serve", "--port", "99999")).isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("port is 99999, expected 0 to 65535. Maybe");
  }

  @Test
  void an_address_that_others_reach_needs_an_explicit_word() {
    assertThat(run(Map.of(), "serve", "--host", "0.0.0.0")).isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("host is 0.0.0.0", "Maybe add --remote");
  }

  @Test
  void an_unknown_environment_variable_is_refused_with_the_nearest() {
    assertThat(run(Map.of("KNOWFIRST_PROT", "1"), "serve")).isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("KNOWFIRST_PROT", "Maybe KNOWFIRST_PORT was meant.");
  }

  @Test
  void a_value_may_stand_in_a_file_that_a_variable_names(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("port"), "99999\n");
    assertThat(run(Map.of("KNOWFIRST_PORT_FILE", file.toString()), "config", "check"))
        .isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("port is 99999, expected 0 to 65535");
    assertThat(run(Map.of("KNOWFIRST_PORT_FILE", folder + "/none"), "config", "check"))
        .isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err))
        .contains(
            "KNOWFIRST_PORT_FILE is " + folder + "/none, expected a readable text file. Maybe");
    assertThat(
            run(
                Map.of("KNOWFIRST_PORT_FILE", file.toString(), "KNOWFIRST_PORT", "1"),
                "config",
                "check"))
        .isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("expected it or KNOWFIRST_PORT alone");
    assertThat(run(Map.of("KNOWFIRST_PROT_FILE", file.toString()), "serve"))
        .isEqualTo(NOT_UNDERSTOOD);
  }

  @Test
  void a_configuration_is_checked_part_by_part_and_nothing_is_started(@TempDir Path folder)
      throws IOException {
    var rules = Files.createDirectories(folder.resolve("rules/campaigns")).getParent();
    Files.writeString(rules.resolve("campaigns/bad.drl"), "rule");
    var cluster = Files.writeString(folder.resolve("cluster.yaml"), "hazelcats: {}");
    assertThat(
            run(
                Map.of(),
                "config",
                "check",
                "--data=" + folder.resolve("data"),
                "--rules=" + rules,
                "--cluster=" + cluster))
        .isEqualTo(1);
    assertThat(said(out))
        .contains("http      http://127.0.0.1:8080\n")
        .contains("cluster   The cluster configuration " + cluster + " cannot be read")
        .contains("postgres  embedded, data in " + folder.resolve("data/postgres"))
        .contains("rules     \ncampaigns/bad.drl:1:");
    assertThat(folder.resolve("data")).doesNotExist();
    assertThat(run(Map.of(), "config", "check", "--data=" + folder.resolve("data"))).isZero();
    assertThat(run(Map.of(), "serve", "--tls-cert=" + cluster)).isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("tls-key is missing, expected both --tls-cert and --tls-key");
  }

  @Test
  void a_flag_holds_that_the_environment_gives_too() {
    assertThat(
            run(
                Map.of("KNOWFIRST_REMOTE", "true"),
                "serve",
                "--remote",
                "--host",
                "0.0.0.0",
                "--port",
                "-8"))
        .isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("port is -8");
    assertThat(
            run(
                Map.of("KNOWFIRST_REMOTE", "true"),
                "serve",
                "--host",
                "0.0.0.0",
                "--rule-budget",
                "0"))
        .isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("rule-budget is 0 ms").doesNotContain("host is");
    assertThat(
            run(
                Map.of(),
                "serve",
                "--remote",
                "--host",
                "0.0.0.0",
                "--metrics-host",
                "0.0.0.0",
                "--metrics-port",
                "70000"))
        .isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("metrics-port is 70000, expected 0 to 65535. Maybe");
  }

  @Test
  void a_metrics_port_that_others_reach_needs_an_explicit_word() {
    assertThat(run(Map.of(), "serve", "--metrics-port", "9464", "--metrics-host", "0.0.0.0"))
        .isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("metrics-host is 0.0.0.0", "Maybe add --remote");
  }

  @Test
  void variables_that_kubernetes_makes_of_a_service_are_left_alone() {
    var variables =
        Map.of(
            "KNOWFIRST_SERVICE_HOST", "10.96.0.7",
            "KNOWFIRST_SERVICE_PORT", "80",
            "KNOWFIRST_SERVICE_PORT_HTTP", "80",
            "KNOWFIRST_PORT", "tcp://10.96.0.7:80",
            "KNOWFIRST_PORT_80_TCP", "tcp://10.96.0.7:80",
            "KNOWFIRST_PORT_80_TCP_PROTO", "tcp",
            "KNOWFIRST_PORT_80_TCP_ADDR", "10.96.0.7",
            "KNOWFIRST_METRICS_PORT", "tcp://10.96.0.8:9464",
            "KNOWFIRST_CANARY_SERVICE_HOST", "10.96.0.9");

    assertThat(run(variables, "serve", "--port", "-8")).isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("port is -8").doesNotContain("unknown");
  }

  @Test
  void a_mistyped_variable_is_refused_among_those_of_kubernetes_too() {
    assertThat(run(Map.of("KNOWFIRST_PORTS", "tcp://10.96.0.7:80"), "serve"))
        .isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("KNOWFIRST_PORTS", "Maybe KNOWFIRST_PORT was meant.");
  }

  @Test
  void the_environment_gives_values_that_the_command_line_does_not() {
    assertThat(run(Map.of("KNOWFIRST_PORT", "-7"), "serve")).isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("port is -7");
  }

  @Test
  void the_command_line_beats_the_environment() {
    assertThat(run(Map.of("KNOWFIRST_PORT", "-7"), "serve", "--port", "-8"))
        .isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("port is -8");
  }

  @Test
  void the_environment_beats_the_file(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("k.yaml"), "port: -9\nrule-budget: 20\n");

    assertThat(run(Map.of(), "serve", "--config", file.toString())).isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("port is -9");

    assertThat(run(Map.of("KNOWFIRST_PORT", "-7"), "serve", "--config=" + file))
        .isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("port is -7");
  }

  @Test
  void an_unknown_key_in_the_file_is_refused_with_the_nearest(@TempDir Path folder)
      throws IOException {
    var file = Files.writeString(folder.resolve("k.yaml"), "prot: 8080\n");

    assertThat(run(Map.of("KNOWFIRST_CONFIG", file.toString()), "serve")).isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("Key prot in " + file, "Maybe port was meant.");
  }

  @Test
  void a_file_that_is_no_yaml_is_refused_with_line_and_column(@TempDir Path folder)
      throws IOException {
    var file = Files.writeString(folder.resolve("k.yaml"), "port: 1\n  : :\n- x");

    assertThat(run(Map.of(), "serve", "--config", file.toString())).isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).containsPattern("k\\.yaml:\\d+:\\d+: ");
  }

  @Test
  void a_file_that_is_not_there_is_refused() {
    assertThat(run(Map.of(), "serve", "--config", "nowhere.yaml")).isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("config is nowhere.yaml, expected a readable file");
  }

  @Test
  void rules_that_are_not_there_are_refused() {
    assertThat(run(Map.of(), "serve", "--rules", "no-such-folder")).isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("rules is no-such-folder, expected a directory");
  }

  @Test
  void a_missing_command_is_refused() {
    assertThat(run(Map.of())).isEqualTo(NOT_UNDERSTOOD);
    assertThat(said(err)).contains("Missing command. Maybe \"serve\" was meant.");
  }

  private static int run(Map<String, String> environment, String... args) {
    return CommandLines.run(args, environment);
  }

  private static String said(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
