package io.knowfirst.server.store.postgres;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/** Chooses where the embedded PostgreSQL listens. */
final class FreePort {
  private static final int HIGHEST = 65_535;

  private FreePort() {}

  /** The port it had last, where that is free, so that it can be found again. */
  static int of(Path home) throws IOException {
    var last = new StateFile(home.resolve("port"));
    int wanted = last.read().map(FreePort::number).orElse(0);
    int port;
    try {
      port = free(wanted);
    } catch (BindException taken) {
      port = free(0);
    }
    last.write(String.valueOf(port));
    return port;
  }

  /** Zero, which is any port, for what is no port. */
  private static int number(String text) {
    return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= HIGHEST
        ? Integer.parseInt(text)
        : 0;
  }

  private static int free(int wanted) throws IOException {
    try (var socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
