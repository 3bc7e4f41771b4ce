package io.knowfirst.server.postgres;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Chooses where the embedded PostgreSQL listens. */
final class FreePort {
  private FreePort() {}

  /** The port it had last, where that is free, so that it can be found again. */
  static int of(Path home) throws IOException {
    var last = home.resolve("port");
    int wanted = Files.exists(last) ? Integer.parseInt(Files.readString(last).strip()) : 0;
    int port;
    try {
      port = free(wanted);
    } catch (BindException taken) {
      port = free(0);
    }
    Files.writeString(last, port + "\n");
    return port;
  }

  private static int free(int wanted) throws IOException {
    try (var socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
