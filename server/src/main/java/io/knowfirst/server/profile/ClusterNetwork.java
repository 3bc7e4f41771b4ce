package io.knowfirst.server.profile;

import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.ConfigAccessor;
import com.hazelcast.config.FileSystemYamlConfig;
import com.hazelcast.config.InvalidConfigurationException;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.instance.EndpointQualifier;
import java.io.FileNotFoundException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Who may reach a member: other members only, on the addresses that are named and no other. The
 * community edition has neither passwords nor encryption, so the secret in the cluster's name keeps
 * strangers from joining, but not from connecting.
 */
final class ClusterNetwork {
  private ClusterNetwork() {}

  /**
   * @throws IllegalArgumentException with advice, when the configuration cannot be used
   */
  static Config of(ClusterSettings settings) {
    var yaml = settings.yaml();
    var config = yaml == null ? alone() : read(yaml);
    if (yaml != null && !settings.remote()) {
      requireLoopback(config);
    }
    config.setClusterName(config.getClusterName() + "-" + settings.secret());
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.socket.server.bind.any", "false");
    membersOnly(config);
    // What members send as Java objects are exceptions, with arrays of their stack traces.
    config
        .getSerializationConfig()
        .setJavaSerializationFilterConfig(
            new JavaSerializationFilterConfig()
                .setDefaultsDisabled(true)
                .setWhitelist(
                    new ClassFilter()
                        .addPrefixes(
                            "com.hazelcast.", "java.lang.", "java.util.", "java.io.", "[")));
    return config;
  }

  /** Whether other machines may reach it; Hazelcast binds to one address. */
  static boolean isLoopback(String address) {
    try {
      return address.matches("[0-9.]+|[0-9a-fA-F:]+")
          && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static Config alone() {
    var config = new Config();
    var network = config.getNetworkConfig();
    network.setPort(5701).setPortAutoIncrement(true).setPortCount(1_000);
    network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    network.getJoin().getMulticastConfig().setEnabled(false);
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    return config;
  }

  private static Config read(Path yaml) {
    try {
      return new FileSystemYamlConfig(yaml.toFile());
    } catch (FileNotFoundException | InvalidConfigurationException e) {
      throw new IllegalArgumentException(
          "The cluster configuration %s cannot be read: %s. Maybe compare it with the examples in cluster-config."
              .formatted(yaml, e.getMessage()),
          e);
    }
  }

  /** Hazelcast binds to what its interfaces name, and to the first it finds when they name none. */
  private static void requireLoopback(Config config) {
    var interfaces = ConfigAccessor.getActiveMemberNetworkConfig(config).getInterfaces();
    var named = interfaces.getInterfaces();
    if (!interfaces.isEnabled()
        || named.isEmpty()
        || !named.stream().allMatch(ClusterNetwork::isLoopback)) {
      throw new IllegalArgumentException(
          "The cluster's network interfaces are %s (enabled: %s), expected loopback addresses. Maybe allow members on other machines with --remote; nobody else may reach their network, for members trust each other."
              .formatted(named, interfaces.isEnabled()));
    }
  }

  /** Only the advanced form of the network's configuration can leave clients out. */
  private static void membersOnly(Config config) {
    var advanced = config.getAdvancedNetworkConfig();
    if (advanced.isEnabled()) {
      var endpoints = advanced.getEndpointConfigs().keySet();
      if (!endpoints.equals(Set.of(EndpointQualifier.MEMBER))) {
        throw new IllegalArgumentException(
            "The cluster's endpoints are %s, expected one for members alone. Maybe leave the others out of advanced-network."
                .formatted(
                    endpoints.stream().map(each -> each.getType().name()).sorted().toList()));
      }
      return;
    }
    var network = config.getNetworkConfig();
    var endpoint = new ServerSocketEndpointConfig();
    endpoint
        .setPort(network.getPort())
        .setPortCount(network.getPortCount())
        .setPortAutoIncrement(network.isPortAutoIncrement())
        .setReuseAddress(network.isReuseAddress())
        .setPublicAddress(network.getPublicAddress())
        .setInterfaces(network.getInterfaces())
        .setOutboundPorts(network.getOutboundPorts())
        .setOutboundPortDefinitions(network.getOutboundPortDefinitions());
    advanced
        .setEnabled(true)
        .setJoin(network.getJoin())
        .setMemberAddressProviderConfig(network.getMemberAddressProviderConfig())
        .setMemberEndpointConfig(endpoint);
  }
}
