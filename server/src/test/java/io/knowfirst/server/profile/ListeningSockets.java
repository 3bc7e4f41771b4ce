package io.knowfirst.server.profile;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Where a process listens, as Linux tells it. */
public final class ListeningSockets {
  private static final String LISTENING = "0A";
  private static final int INODE = 9;

  private ListeningSockets() {}

  /** Addresses and ports, for example {@code 127.0.0.1:5701}. */
  public static List<String> ofThisProcess() throws IOException {
    return of(ProcessHandle.current().pid());
  }

  public static List<String> of(long pid) throws IOException {
    var inodes = inodes(pid);
    var found = new ArrayList<String>();
    for (var file : List.of("tcp", "tcp6")) {
      for (var line : Files.readAllLines(Path.of("/proc", "" + pid, "net", file))) {
        var parts = line.strip().split("\\s+", -1);
        if (parts.length > INODE && parts[3].equals(LISTENING) && inodes.contains(parts[INODE])) {
          found.add(address(parts[1]));
        }
      }
    }
    return found;
  }

  private static Set<String> inodes(long pid) throws IOException {
    var inodes = new HashSet<String>();
    try (var descriptors = Files.list(Path.of("/proc", "" + pid, "fd"))) {
      for (var descriptor : descriptors.toList()) {
        try {
          var target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith("socket:[")) {
            inodes.add(target.substring("socket:[".length(), target.length() - 1));
          }
        } catch (IOException closedMeanwhile) {
          // A descriptor of no interest any more.
        }
      }
    }
    return inodes;
  }

  /** The kernel writes groups of four bytes, each with the last byte first. */
  private static String address(String text) throws IOException {
    var parts = text.split(":", -1);
    var bytes = HexFormat.of().parseHex(parts[0]);
    var turned = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      turned[i] = bytes[i / 4 * 4 + 3 - i % 4];
    }
    return InetAddress.getByAddress(turned).getHostAddress() + ":" + Integer.parseInt(parts[1], 16);
  }
}
