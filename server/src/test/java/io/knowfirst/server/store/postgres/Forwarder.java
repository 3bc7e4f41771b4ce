package io.knowfirst.server.store.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Leads connections on to a port of this machine, as a name that can be made to lead elsewhere. */
public final class Forwarder implements AutoCloseable {
  private final ServerSocket door;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile int target;

  private Forwarder(ServerSocket door, int target) {
    this.door = door;
    this.target = target;
  }

  /**
   * Listens on a free port.
   *
   * @param address of this machine
   * @param target a port on loopback
   */
  public static Forwarder listen(InetAddress address, int target) throws IOException {
    var door = new ServerSocket();
    door.bind(new InetSocketAddress(address, 0));
    var forwarder = new Forwarder(door, target);
    forwarder.threads.execute(forwarder::accept);
    return forwarder;
  }

  /** The same URL, by way of this. */
  public String lead(String url) {
    return url.replaceFirst(
        "@[^/]+/", "@" + door.getInetAddress().getHostAddress() + ":" + door.getLocalPort() + "/");
  }

  /** The port that a URL of PostgreSQL names. */
  public static int port(String url) {
    return Integer.parseInt(url.replaceFirst(".*@[^/]+:([0-9]+)/.*", "$1"));
  }

  /** Leads elsewhere from now on. */
  public void lead(int other) {
    target = other;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        var near = door.accept();
        open.add(near);
        threads.execute(() -> connect(near));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket near) {
    try {
      var far = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(far);
      threads.execute(() -> pass(far, near));
      pass(near, far);
    } catch (IOException nobodyListens) {
      close(near);
    }
  }

  private void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      // Either side may end it.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    open.forEach(this::close);
    threads.shutdownNow();
  }
}
