package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Two servers in this process, as members of one cluster on one database. */
final class TwoMembers implements AutoCloseable {
  private static final String CLUSTER =
      """
      hazelcast:
        cluster-name: two-members
        network:
          port: {port: %d, auto-increment: false}
          join:
            multicast: {enabled: false}
            tcp-ip: {enabled: true, member-list: ["127.0.0.1:%d", "127.0.0.1:%d"]}
          interfaces: {enabled: true, interfaces: [127.0.0.1]}
      """;

  /** The first to start, which made the keys. */
  final TestServer one;

  final TestServer other;

  private TwoMembers(TestServer one, TestServer other) {
    this.one = one;
    this.other = other;
  }

  static TwoMembers start(Path folder, Map<String, String> rules) {
    var url = TestDatabase.url();
    try {
      var ports = freePorts();
      int port = ports[0];
      int next = ports[1];
      var cluster = Files.writeString(folder.resolve("one.yaml"), text(port, port, next));
      var others = Files.writeString(folder.resolve("other.yaml"), text(next, port, next));
      var one = TestServer.startForTwo(folder.resolve("one"), url, rules, cluster);
      var two =
          new TwoMembers(one, TestServer.startForTwo(folder.resolve("other"), url, rules, others));
      assertThat(two.parts().at("/parts/cluster").asText()).isEqualTo("ok");
      return two;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static int[] freePorts() throws IOException {
    try (var first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new int[] {first.getLocalPort(), second.getLocalPort()};
    }
  }

  private static String text(int own, int first, int second) {
    return CLUSTER.formatted(own, first, second);
  }

  List<TestServer> both() {
    return List.of(one, other);
  }

  /** What a member says of the parts, and of who belongs to the cluster. */
  private JsonNode parts() {
    return other.call("GET", "/health/ready", one.key(KeyKind.SECRET), "").json();
  }

  /** Decides at one placement on one of them. */
  JsonNode decide(TestServer member, String visitor, String placement, String more) {
    var body =
        """
        {"visitor":{"id":"%s"},"channel":"web","placements":["%s"]%s}"""
            .formatted(visitor, placement, more);
    var answer = member.post("/v1/decisions", body, one.key(KeyKind.SECRET));
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.json().at("/decisions/0");
  }

  @Override
  public void close() {
    other.close();
    one.close();
  }
}
