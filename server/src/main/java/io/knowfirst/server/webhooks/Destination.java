package io.knowfirst.server.webhooks;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Where a webhook's messages may go. An address is checked each time that a message is sent, and
 * the very address that was checked is connected to, so that a name cannot come to mean another
 * machine in between.
 *
 * @param anywhere whether addresses of this machine and its own networks, and HTTP without TLS, are
 *     allowed
 */
record Destination(boolean anywhere) {
  /** Special-purpose addresses (RFC 6890 and its registries) that are not reached over the net. */
  private static final List<IpSubnetFilterRule> PRIVATE =
      List.of(
          subnet("0.0.0.0", 8),
          subnet("10.0.0.0", 8),
          subnet("100.64.0.0", 10),
          subnet("127.0.0.0", 8),
          subnet("169.254.0.0", 16),
          subnet("172.16.0.0", 12),
          subnet("192.0.0.0", 24),
          subnet("192.0.2.0", 24),
          subnet("192.88.99.0", 24),
          subnet("192.168.0.0", 16),
          subnet("198.18.0.0", 15),
          subnet("198.51.100.0", 24),
          subnet("203.0.113.0", 24),
          subnet("224.0.0.0", 4),
          subnet("240.0.0.0", 4),
          subnet("::", 96),
          subnet("64:ff9b::", 96),
          subnet("64:ff9b:1::", 48),
          subnet("100::", 64),
          subnet("2001::", 23),
          subnet("2001:db8::", 32),
          subnet("2002::", 16),
          subnet("fc00::", 7),
          subnet("fe80::", 10),
          subnet("fec0::", 10),
          subnet("ff00::", 8));

  private static IpSubnetFilterRule subnet(String address, int bits) {
    return new IpSubnetFilterRule(address, bits, IpFilterRuleType.REJECT);
  }

  /**
   * Checks a URL without looking up its name.
   *
   * @throws IllegalArgumentException with what was expected
   */
  URI url(String text) {
    URI url;
    try {
      url = URI.create(text.strip());
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException("an absolute URL", malformed);
    }
    boolean plain = "http".equalsIgnoreCase(url.getScheme());
    if (url.getHost() == null || !(plain || "https".equalsIgnoreCase(url.getScheme()))) {
      throw new IllegalArgumentException("an https URL with a host");
    }
    if (plain && !anywhere) {
      throw new IllegalArgumentException(
          "an https URL; http only with --webhook-private-addresses");
    }
    if (url.getUserInfo() != null || url.getFragment() != null) {
      throw new IllegalArgumentException("a URL without user, password and fragment");
    }
    return url;
  }

  /**
   * The address to connect to; looks up the name, which may take a while.
   *
   * @throws UnknownHostException where the name is unknown
   * @throws IllegalArgumentException where it has an address that is not allowed
   */
  SocketAddress address(URI url) throws UnknownHostException {
    var found = InetAddress.getAllByName(url.getHost());
    for (var one : found) {
      if (!anywhere && isPrivate(one)) {
        throw new IllegalArgumentException(
            "%s is %s, an address that is not public; allowed only with --webhook-private-addresses"
                .formatted(url.getHost(), one.getHostAddress()));
      }
    }
    int port =
        url.getPort() >= 0 ? url.getPort() : "http".equalsIgnoreCase(url.getScheme()) ? 80 : 443;
    return SocketAddress.inetSocketAddress(new InetSocketAddress(found[0], port));
  }

  static boolean isPrivate(InetAddress address) {
    var socket = new InetSocketAddress(address, 0);
    return PRIVATE.stream().anyMatch(subnet -> subnet.matches(socket));
  }
}
