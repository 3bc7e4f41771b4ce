package io.knowfirst.server.profile;

import com.hazelcast.config.Config;
import com.hazelcast.config.ConfigAccessor;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.SerializerConfig;
import com.hazelcast.config.ServiceConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.map.IMap;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process as a member of a Hazelcast cluster. */
public final class Cluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final String PROFILES = "profiles";
  private static final String LEDGERS = "ledgers";

  /**
   * How soon a member that hangs is put out, and members that could not see each other look for
   * each other again. A step does not wait for a copy on a member that hangs.
   */
  private static final Map<String, String> NOTICED =
      Map.of(
          "hazelcast.heartbeat.interval.seconds", "1",
          "hazelcast.max.no.heartbeat.seconds", "8",
          "hazelcast.merge.first.run.delay.seconds", "5",
          "hazelcast.merge.next.run.delay.seconds", "5",
          "hazelcast.operation.backup.timeout.millis", "200");

  private final HazelcastInstance member;
  private final LiveProfiles live;
  private final ClusterMembership membership;

  private Cluster(HazelcastInstance member, LiveProfiles live) {
    this.member = member;
    this.live = live;
    this.membership = new ClusterMembership(member, live, profiles());
  }

  /**
   * Starts the member. Blocks until it has joined.
   *
   * @throws IllegalArgumentException with advice, when the configuration cannot be used
   */
  public static Cluster start(ClusterSettings settings, ProfileSettings profiles) {
    // Hazelcast logs before it reads its configuration.
    System.setProperty("hazelcast.logging.type", "slf4j");
    var config = ClusterNetwork.of(settings);
    var live = new LiveProfiles(profiles.live());
    prepare(config, profiles, live);
    try {
      var member = Hazelcast.newHazelcastInstance(config);
      member.getUserContext().put(FoldStep.LIVE, live);
      var cluster = new Cluster(member, live);
      cluster.followMembers();
      cluster.warnIfReachable();
      return cluster;
    } catch (HazelcastException | IllegalStateException e) {
      throw new IllegalArgumentException(
          "The Hazelcast member cannot start: %s. Maybe another process uses its port, or members are of other versions."
              .formatted(e.getMessage()),
          e);
    }
  }

  /**
   * Reads the configuration and starts nothing.
   *
   * @throws IllegalArgumentException with advice, when it cannot be used
   */
  public static void check(ClusterSettings settings) {
    ClusterNetwork.of(settings);
  }

  private static void prepare(Config config, ProfileSettings profiles, LiveProfiles live) {
    config.setClassLoader(Cluster.class.getClassLoader());
    config.setProperty("hazelcast.logging.type", "slf4j");
    // They would put the cluster's name, and so its secret, into every line.
    config.setProperty("hazelcast.logging.details.enabled", "false");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    NOTICED.forEach(
        (name, value) -> {
          if (config.getProperty(name) == null) {
            config.setProperty(name, value);
          }
        });
    config.getJetConfig().setEnabled(false);
    config.getMetricsConfig().setEnabled(false);
    var serialization = config.getSerializationConfig();
    serialization.addSerializerConfig(
        new SerializerConfig()
            .setTypeClass(Cached.class)
            .setImplementation(new CachedSerializer()));
    serialization.addDataSerializableFactory(Steps.FACTORY, new Steps());
    serialization.addDataSerializableFactory(ClaimStep.FACTORY, ClaimStep.factory());
    ConfigAccessor.getServicesConfig(config)
        .addServiceConfig(
            new ServiceConfig()
                .setEnabled(true)
                .setName(LiveProfiles.SERVICE)
                .setImplementation(live));
    config.addMapConfig(
        new MapConfig(PROFILES)
            .setInMemoryFormat(InMemoryFormat.BINARY)
            .setBackupCount(1)
            // What a member brings that was away may lack what the others took.
            .setMergePolicyConfig(
                new MergePolicyConfig().setPolicy(DiscardMergePolicy.class.getName()))
            .setEvictionConfig(
                new EvictionConfig()
                    .setEvictionPolicy(EvictionPolicy.LRU)
                    .setMaxSizePolicy(MaxSizePolicy.USED_HEAP_SIZE)
                    .setSize(Math.toIntExact(profiles.cached() >> 20))));
  }

  /**
   * Members that could not see each other each served their own copies, and copies of a member that
   * died or hung may lack its last steps: when a member is lost, and when members meet again, all
   * copies go, and are loaded anew.
   */
  private void followMembers() {
    member
        .getLifecycleService()
        .addLifecycleListener(
            event -> {
              if (event.getState() == LifecycleState.MERGED) {
                profiles().executeOnEntries(new Steps.Drop());
              }
            });
    member.getCluster().addMembershipListener(membership);
    membership.settle();
  }

  private void warnIfReachable() {
    var address = member.getCluster().getLocalMember().getAddress();
    if (!ClusterNetwork.isLoopback(address.getHost())) {
      LOG.warn(
          "Hazelcast listens on {}:{} without password and encryption: whoever reaches this port can read and change profiles. Maybe let only the members in, by a private network, a firewall or a NetworkPolicy (cluster-config/README.md)",
          address.getHost(),
          address.getPort());
    }
  }

  IMap<String, Cached> profiles() {
    return member.getMap(PROFILES);
  }

  /** What is reserved for visitors; of what a member brings that was away, what is new stays. */
  IMap<String, byte[]> ledgers() {
    return member.getMap(LEDGERS);
  }

  LiveProfiles live() {
    return live;
  }

  HazelcastInstance member() {
    return member;
  }

  /** One line for people: where the member listens and how many there are. */
  public String describe() {
    var address = member.getCluster().getLocalMember().getAddress();
    return "Hazelcast %s at %s:%d, %d member%s"
        .formatted(
            member.getCluster().getLocalMember().getVersion(),
            address.getHost(),
            address.getPort(),
            members(),
            members() == 1 ? "" : "s");
  }

  /** How many members there are now, this one included. */
  public int members() {
    return member.getCluster().getMembers().size();
  }

  /** Where the members listen for each other, the oldest first. */
  public List<String> addresses() {
    return member.getCluster().getMembers().stream()
        .map(one -> one.getAddress().getHost() + ":" + one.getAddress().getPort())
        .toList();
  }

  /** How many members there were before some were lost; as many as there are when none was. */
  public int expected() {
    return membership.expected();
  }

  /** Whether copies may be around that lack what a member did that is lost. */
  boolean isSettling() {
    return membership.isSettling();
  }

  /** Whether more than half of the members that there were see each other here. */
  public boolean hasMajority() {
    return 2 * members() > expected();
  }

  /** Hands its profiles over to the others and leaves. */
  @Override
  public void close() {
    membership.leave();
    member.shutdown();
  }
}
