package io.knowfirst.server.profile;

import static io.knowfirst.server.profile.Happened.identify;
import static io.knowfirst.server.profile.Happened.viewed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.spi.impl.SerializationServiceSupport;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ClusterTest {
  private static Vertx vertx;
  private static Database database;
  @TempDir private static Path folder;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx);
  }

  @AfterAll
  static void stop() {
    database.close();
    Member.get(vertx.close());
  }

  @Test
  void whatOneMemberTookTheNextDecisionOfTheOtherSees() throws Exception {
    var yaml = pair();
    try (var one = member(yaml);
        var two = member(yaml)) {
      await().until(() -> one.cluster.members() == 2 && two.cluster.members() == 2);
      assertThat(one.cluster.describe()).contains("127.0.0.1").contains("2 members");
      for (int i = 1; i <= 40; i++) {
        var visitor = "shared-" + i;
        assertThat(two.find(visitor).history().touches()).isEmpty();
        for (int n = 1; n <= 6; n++) {
          var taker = n % 2 == 0 ? one : two;
          var asked = n % 3 == 0 ? taker : taker == one ? two : one;
          taker.accept(viewed(visitor, "e" + n, n, "p" + n));
          assertThat(asked.find(visitor).history().touches()).hasSize(n);
        }
        one.accept(identify("known-" + i, visitor, "i", 9, Map.of("n", i)));
        assertThat(two.find(visitor).visitor()).isEqualTo("known-" + i);
        two.accept(viewed(visitor, "late", 10, "p7"));
        assertThat(one.find("known-" + i).history().touches()).hasSize(7);
      }
    }
  }

  @Test
  void nothingAcknowledgedIsMissingWhileMembersJoinAndDie() throws Exception {
    var yaml = pair();
    int visitors = 200;
    var acknowledged = new ConcurrentHashMap<String, Integer>();
    var stale = new AtomicInteger();
    var running = new AtomicBoolean(true);
    var broken = new AtomicReference<Throwable>();
    var one = member(yaml);
    try {
      var traffic =
          new Thread(
              () -> {
                for (int n = 1; running.get(); n++) {
                  var visitor = "moving-" + n % visitors;
                  one.accept(viewed(visitor, "e" + n, n, "p" + n));
                  int expected = acknowledged.merge(visitor, 1, Integer::sum);
                  if (one.find(visitor).history().touches().size() != expected) {
                    stale.incrementAndGet();
                  }
                }
              });
      traffic.setUncaughtExceptionHandler((thread, thrown) -> broken.set(thrown));
      traffic.start();
      for (int round = 0; round < 2; round++) {
        var two = member(yaml);
        await().until(() -> one.cluster.members() == 2);
        assertThat(two.find("moving-1").history().touches()).isNotEmpty();
        // Cut off, as when its process is killed.
        two.cluster.member().getLifecycleService().terminate();
        await().until(() -> one.cluster.members() == 1);
      }
      running.set(false);
      traffic.join();
      assertThat(broken).hasNullValue();
      assertThat(stale).hasValue(0);
      acknowledged.forEach(
          (visitor, count) -> assertThat(one.find(visitor).history().touches()).hasSize(count));
    } finally {
      running.set(false);
      one.close();
    }
  }

  @Test
  void no_copy_that_lacks_what_a_lost_member_did_is_served_while_another_takes_its_place()
      throws Exception {
    var yaml = pair();
    try (var one = member(yaml)) {
      var two = member(yaml);
      await().until(() -> one.cluster.members() == 2 && two.cluster.members() == 2);
      var visitors = IntStream.range(0, 100).mapToObj(i -> "left-behind-" + i).toList();
      for (var visitor : visitors) {
        one.accept(viewed(visitor, "first", 1, "p"));
        assertThat(one.find(visitor).history().touches()).hasSize(1);
      }
      // Stored, but in no copy: as what the lost member was about to do.
      var rows = visitors.stream().map(v -> EventRow.of(viewed(v, "second", 2, "p"))).toList();
      Member.get(database.pool().withConnection(c -> EventTable.insert(c, rows)));

      two.cluster.member().getLifecycleService().terminate();
      await().pollInterval(Duration.ofMillis(1)).until(() -> one.cluster.members() == 1);
      for (var visitor : visitors) {
        assertThat(one.find(visitor).history().touches()).as(visitor).hasSize(2);
      }
      await().atMost(Duration.ofMinutes(1)).until(() -> !one.cluster.isSettling());
      for (var visitor : visitors) {
        assertThat(one.find(visitor).history().touches()).as("later, %s", visitor).hasSize(2);
      }
    }
  }

  @Test
  void aMemberThatOthersCouldReachIsRefusedUnlessAllowed() throws Exception {
    var open = Files.writeString(folder.resolve("open.yaml"), "hazelcast:\n  cluster-name: x\n");
    assertThatThrownBy(
            () ->
                Cluster.start(new ClusterSettings(open, false, "secret"), ProfileSettings.DEFAULTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected loopback addresses. Maybe allow");
    var named =
        Files.writeString(
            folder.resolve("named.yaml"),
            "hazelcast:\n  network:\n    interfaces:\n      enabled: true\n      interfaces:\n        - 10.1.*.*\n");
    assertThatThrownBy(
            () ->
                Cluster.start(
                    new ClusterSettings(named, false, "secret"), ProfileSettings.DEFAULTS))
        .hasMessageContaining("10.1.*.*");
  }

  @Test
  void aConfigurationThatCannotBeReadIsNamed() throws Exception {
    assertThatThrownBy(
            () ->
                Cluster.start(
                    new ClusterSettings(folder.resolve("none.yaml"), false, "secret"),
                    ProfileSettings.DEFAULTS))
        .hasMessageContaining("none.yaml");
    var wrong = Files.writeString(folder.resolve("wrong.yaml"), "hazelcast:\n  netwerk: {}\n");
    assertThatThrownBy(
            () ->
                Cluster.start(
                    new ClusterSettings(wrong, false, "secret"), ProfileSettings.DEFAULTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wrong.yaml");
  }

  @Test
  void aClientIsRefused() throws Exception {
    try (var member = member(pair())) {
      var address = member.cluster.member().getCluster().getLocalMember().getAddress();
      var config = new ClientConfig();
      config.setClusterName(member.cluster.member().getConfig().getClusterName());
      config.getNetworkConfig().addAddress(address.getHost() + ":" + address.getPort());
      config
          .getConnectionStrategyConfig()
          .getConnectionRetryConfig()
          .setClusterConnectTimeoutMillis(3_000);
      config.setProperty("hazelcast.client.heartbeat.timeout", "3000");
      config.setProperty("hazelcast.logging.type", "slf4j");
      assertThatThrownBy(() -> HazelcastClient.newHazelcastClient(config))
          .as("even with the right name")
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Unable to connect");
    }
  }

  @Test
  void aMemberOfAnotherInstallationDoesNotJoin() throws Exception {
    var yaml = pair();
    try (var ours = member(yaml);
        var theirs =
            new Member(
                vertx,
                database,
                new ClusterSettings(yaml, false, "guess"),
                ProfileSettings.DEFAULTS)) {
      assertThat(ours.cluster.members()).isEqualTo(1);
      assertThat(theirs.cluster.members()).isEqualTo(1);
    }
  }

  @Test
  void aSingleMemberListensOnLoopbackEvenWhereOthersMayReachTheServer() throws Exception {
    var before = ListeningSockets.ofThisProcess();
    try (var alone =
        Cluster.start(new ClusterSettings(null, true, "secret"), ProfileSettings.DEFAULTS)) {
      var opened = new ArrayList<>(ListeningSockets.ofThisProcess());
      opened.removeAll(before);
      assertThat(opened)
          .isNotEmpty()
          .allSatisfy(socket -> assertThat(socket).startsWith("127.0.0.1:"));
      assertThat(alone.describe()).contains("127.0.0.1");
    }
  }

  @Test
  void aMemberThatOthersMayReachListensOnTheNamedInterfaceAlone() throws Exception {
    var before = ListeningSockets.ofThisProcess();
    try (var allowed =
        Cluster.start(new ClusterSettings(pair(), true, "secret"), ProfileSettings.DEFAULTS)) {
      var opened = new ArrayList<>(ListeningSockets.ofThisProcess());
      opened.removeAll(before);
      assertThat(opened)
          .hasSize(1)
          .allSatisfy(socket -> assertThat(socket).startsWith("127.0.0.1:"));
      assertThat(allowed.members()).isEqualTo(1);
    }
  }

  @Test
  void ofJavaObjectsOnlyExceptionsAndTheirLikeAreRead() throws Exception {
    try (var member = member(pair())) {
      var service =
          ((SerializationServiceSupport) member.cluster.member()).getSerializationService();
      Exception passed = service.toObject(service.toData(new IllegalStateException("kept")));
      assertThat(passed).hasMessage("kept");
      assertThat(passed.getStackTrace()).isNotEmpty();
      var foreign = service.toData(new javax.management.BadAttributeValueExpException("x"));
      assertThatThrownBy(() -> service.toObject(foreign))
          .hasStackTraceContaining("BadAttributeValueExpException")
          .hasStackTraceContaining("SecurityException");
    }
  }

  @Test
  void anEndpointForClientsIsRefused() throws Exception {
    var yaml =
        Files.writeString(
            folder.resolve("clients.yaml"),
            """
            hazelcast:
              advanced-network:
                enabled: true
                join:
                  auto-detection:
                    enabled: false
                member-server-socket-endpoint-config:
                  interfaces: {enabled: true, interfaces: [127.0.0.1]}
                client-server-socket-endpoint-config:
                  interfaces: {enabled: true, interfaces: [127.0.0.1]}
            """);
    assertThatThrownBy(
            () -> Cluster.start(new ClusterSettings(yaml, false, "s"), ProfileSettings.DEFAULTS))
        .hasMessageContaining("endpoints are [CLIENT, MEMBER], expected one for members alone");
  }

  @Test
  void theSecretOfTheClustersNameStaysOutOfTheLog() throws Exception {
    var yaml =
        Files.writeString(
            folder.resolve("unknown.yaml"),
            """
            hazelcast:
              network:
                port: {port: 5751}
                join:
                  multicast: {enabled: false}
                  tcp-ip: {enabled: true, member-list: [no-such-member.invalid]}
                interfaces: {enabled: true, interfaces: [127.0.0.1]}
            """);
    var log = (Logger) LoggerFactory.getLogger("com.hazelcast");
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    log.addAppender(lines);
    var level = log.getLevel();
    log.setLevel(Level.WARN);
    try (var cluster =
        Cluster.start(new ClusterSettings(yaml, false, "s3cret"), ProfileSettings.DEFAULTS)) {
      assertThat(cluster.members()).isEqualTo(1);
    } finally {
      log.setLevel(level);
      log.detachAppender(lines);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(line -> line.contains("no-such-member.invalid"))
        .noneMatch(line -> line.contains("s3cret"));
  }

  private static Member member(Path yaml) {
    return new Member(
        vertx, database, new ClusterSettings(yaml, false, "secret"), ProfileSettings.DEFAULTS);
  }

  /** The configuration of two members on free ports. */
  private static Path pair() throws IOException {
    int first;
    try (var socket = new ServerSocket(0)) {
      first = Math.min(socket.getLocalPort(), 60_000);
    }
    return Files.writeString(
        Files.createTempFile(folder, "pair", ".yaml"),
        """
        hazelcast:
          cluster-name: pair-%1$d
          properties:
            hazelcast.wait.seconds.before.join: 0
            hazelcast.partition.count: 31
          network:
            port:
              port: %1$d
              auto-increment: true
              port-count: 20
            join:
              auto-detection:
                enabled: false
              tcp-ip:
                enabled: true
                member-list: [127.0.0.1:%1$d, 127.0.0.1:%2$d, 127.0.0.1:%3$d]
            interfaces:
              enabled: true
              interfaces: [127.0.0.1]
        """
            .formatted(first, first + 1, first + 2));
  }
}
