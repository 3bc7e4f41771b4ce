package io.knowfirst.server.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes small files in MaxMind's format (version 2.0 of its specification), of IPv4 networks. */
public final class Mmdb {
  private static final int BYTE = 8;
  private static final int SEPARATOR = 16;
  private static final int LONG = 29;

  private final List<int[]> nodes = new ArrayList<>(List.of(new int[2]));
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final List<Integer> offsets = new ArrayList<>();
  private final String kind;

  /**
   * @param kind such as GeoLite2-City
   */
  public Mmdb(String kind) {
    this.kind = kind;
  }

  /** Says where a network of 8, 16 or 24 bits is, such as {@code 203.0.113}. */
  public Mmdb put(String network, Map<String, Object> place) {
    offsets.add(data.size());
    write(place, data);
    int leaf = -offsets.size();
    var bytes = network.split("\\.", -1);
    int node = 0;
    for (int i = 0; i < bytes.length * BYTE; i++) {
      int bit = (Integer.parseInt(bytes[i / BYTE]) >> (BYTE - 1 - i % BYTE)) & 1;
      if (i == bytes.length * BYTE - 1) {
        nodes.get(node)[bit] = leaf;
      } else {
        if (nodes.get(node)[bit] == 0) {
          nodes.add(new int[2]);
          nodes.get(node)[bit] = nodes.size() - 1;
        }
        node = nodes.get(node)[bit];
      }
    }
    return this;
  }

  public byte[] bytes() {
    var out = new ByteArrayOutputStream();
    for (var node : nodes) {
      for (int record : node) {
        int value =
            record > 0
                ? record
                : record == 0 ? nodes.size() : nodes.size() + SEPARATOR + offsets.get(-record - 1);
        out.write(value >> (2 * BYTE));
        out.write(value >> BYTE);
        out.write(value);
      }
    }
    out.writeBytes(new byte[SEPARATOR]);
    out.writeBytes(data.toByteArray());
    out.writeBytes(new byte[] {(byte) 0xAB, (byte) 0xCD, (byte) 0xEF});
    out.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
    var about = new LinkedHashMap<String, Object>();
    about.put("node_count", nodes.size());
    about.put("record_size", 3 * BYTE);
    about.put("ip_version", 4);
    about.put("database_type", kind);
    about.put("languages", List.of("en"));
    about.put("binary_format_major_version", 2);
    about.put("binary_format_minor_version", 0);
    about.put("build_epoch", 1_790_000_000L);
    about.put("description", Map.of("en", "Test"));
    write(about, out);
    return out.toByteArray();
  }

  private static void write(Object value, ByteArrayOutputStream out) {
    if (value instanceof String text) {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      head(2, bytes.length, out);
      out.writeBytes(bytes);
    } else if (value instanceof Map<?, ?> map) {
      head(7, map.size(), out);
      map.forEach(
          (name, one) -> {
            write(name, out);
            write(one, out);
          });
    } else if (value instanceof List<?> list) {
      head(11, list.size(), out);
      list.forEach(one -> write(one, out));
    } else {
      long number = ((Number) value).longValue();
      head(value instanceof Long ? 9 : 6, 4, out);
      for (int i = 3; i >= 0; i--) {
        out.write((int) (number >> (BYTE * i)));
      }
    }
  }

  private static void head(int type, int size, ByteArrayOutputStream out) {
    boolean extended = type > 7;
    out.write(((extended ? 0 : type) << 5) | Math.min(size, LONG));
    if (extended) {
      out.write(type - 7);
    }
    if (size >= LONG) {
      out.write(size - LONG);
    }
  }
}
