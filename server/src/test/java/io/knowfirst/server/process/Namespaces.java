package io.knowfirst.server.process;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Two network namespaces of Linux: each has a cable to this machine, and one leads from the first
 * to the second. Needs the rights of root.
 */
final class Namespaces implements AutoCloseable {
  private final String name = "kf" + ProcessHandle.current().pid() % 100_000;

  private Namespaces() {}

  /**
   * Makes them.
   *
   * @throws IOException where this machine does not let it
   */
  static Namespaces make() throws IOException, InterruptedException {
    var made = new Namespaces();
    try {
      for (int side = 1; side <= 2; side++) {
        made.side(side);
      }
      ip(
          "-n",
          made.of(1),
          "link",
          "add",
          "kfm",
          "type",
          "veth",
          "peer",
          "name",
          "kfm",
          "netns",
          made.of(2));
      for (int side = 1; side <= 2; side++) {
        ip("-n", made.of(side), "addr", "add", "10.213.3." + side + "/24", "dev", "kfm");
        ip("-n", made.of(side), "link", "set", "kfm", "up");
      }
      return made;
    } catch (IOException refused) {
      made.close();
      throw refused;
    }
  }

  private void side(int side) throws IOException, InterruptedException {
    ip("netns", "add", of(side));
    ip("-n", of(side), "link", "set", "lo", "up");
    ip("link", "add", of(side), "type", "veth", "peer", "name", "kft", "netns", of(side));
    ip("addr", "add", "10.213." + side + ".1/24", "dev", of(side));
    ip("link", "set", of(side), "up");
    ip("-n", of(side), "addr", "add", inside(side) + "/24", "dev", "kft");
    ip("-n", of(side), "link", "set", "kft", "up");
  }

  /** Its name, and that of the cable's end here. */
  private String of(int side) {
    return name + "-" + side;
  }

  /** What starts a program there, and becomes it. */
  List<String> launcher(int side) {
    return List.of("ip", "netns", "exec", of(side));
  }

  /** By which this machine reaches it. */
  static String inside(int side) {
    return "10.213." + side + ".2";
  }

  /** By which it reaches this machine. */
  static InetAddress outside(int side) throws IOException {
    return InetAddress.getByName("10.213." + side + ".1");
  }

  /** Pulls the cable between the two, or plugs it in again. */
  void connected(boolean connected) throws IOException, InterruptedException {
    for (int side = 1; side <= 2; side++) {
      ip("-n", of(side), "link", "set", "kfm", connected ? "up" : "down");
    }
  }

  private static void ip(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }

  @Override
  public void close() {
    for (int side = 1; side <= 2; side++) {
      try {
        ip("netns", "del", of(side));
      } catch (IOException neverMade) {
        // Then there is nothing to take away.
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
