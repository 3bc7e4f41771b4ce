package io.knowfirst.server.web;

import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells clients apart, and which name of this server they asked for. */
final class Clients {
  private static final String FORWARDED = "X-Forwarded-For";
  private static final int LONGEST = 53;
  private static final int NETWORK_GROUPS = 4;
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-fA-F:.]{2,45}]");

  private final boolean behindProxy;
  private final Set<String> hosts;

  Clients(boolean behindProxy, Set<String> hosts) {
    this.behindProxy = behindProxy;
    this.hosts = hosts;
  }

  /** The address a request came from: what our proxy says, where there is one. */
  String address(HttpServerRequest request) {
    var said = forwarded(request);
    return said == null ? address(request.remoteAddress()) : network(said);
  }

  /** The same in full, without the port that some proxies add. */
  String sender(HttpServerRequest request) {
    var said = forwarded(request);
    var remote = request.remoteAddress();
    var own = remote == null ? null : remote.hostAddress();
    return said != null ? withoutPort(said) : own == null ? "" : own;
  }

  private @Nullable String forwarded(HttpServerRequest request) {
    var all = behindProxy ? request.headers().getAll(FORWARDED) : List.<String>of();
    if (all.isEmpty()) {
      return null;
    }
    var list = all.get(all.size() - 1);
    var last = list.substring(list.lastIndexOf(',') + 1).strip();
    return last.length() > LONGEST ? last.substring(0, LONGEST) : last;
  }

  static String address(@Nullable SocketAddress remote) {
    var address = remote == null ? null : remote.hostAddress();
    return address == null ? "" : network(address);
  }

  /** Whether it comes from this very machine, past no proxy and by no name of another one. */
  boolean isLocal(HttpServerRequest request) {
    var authority = request.authority();
    var host = authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
    var headers = request.headers();
    boolean proxied =
        headers.contains(FORWARDED) || headers.contains("Forwarded") || headers.contains("Via");
    var last = headers.getAll(FORWARDED).stream().reduce((first, second) -> second).orElse("");
    var client = behindProxy ? last.substring(last.lastIndexOf(',') + 1).strip() : "";
    var remote = request.remoteAddress();
    return remote != null
        && isLoopback(remote.hostAddress())
        && (!proxied || (behindProxy && isLoopback(client)))
        && (host.equals("localhost") || isLoopback(host.replaceAll("[\\[\\]]", "")));
  }

  private static boolean isLoopback(@Nullable String address) {
    var parsed = address == null ? null : NetUtil.createInetAddressFromIpAddressString(address);
    return parsed != null && parsed.isLoopbackAddress();
  }

  /**
   * Fails for a {@code Host} that is neither an address nor a name of this server, as of a page
   * whose name was made to lead here (DNS rebinding).
   */
  void checkHost(HttpServerRequest request) {
    var authority = request.authority();
    var host = authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
    boolean known =
        host.equals("localhost")
            || host.endsWith(".localhost")
            || hosts.contains(host)
            || ADDRESS.matcher(host).matches();
    if (!known) {
      throw new Refused(Problem.misdirected(host));
    }
  }

  /**
   * An IPv6 client has a whole network of 64 bits to itself, however its address is written; some
   * proxies add the port.
   */
  static String network(String written) {
    var parsed = NetUtil.createInetAddressFromIpAddressString(withoutPort(written));
    if (parsed instanceof Inet6Address six) {
      var groups = six.getHostAddress().split(":", -1);
      return String.join(":", Arrays.copyOf(groups, NETWORK_GROUPS)) + "::";
    }
    return parsed == null ? written : parsed.getHostAddress();
  }

  private static String withoutPort(String written) {
    var plain = written.startsWith("[") ? written.substring(1) : written;
    int end = plain.indexOf(written.startsWith("[") ? ']' : '%');
    if (end < 0 && plain.indexOf(':') == plain.lastIndexOf(':')) {
      end = plain.indexOf(':');
    }
    return end < 0 ? plain : plain.substring(0, end);
  }
}
