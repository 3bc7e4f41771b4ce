package io.knowfirst.server.rulesets.versions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The difference of two texts in the unified format: the shortest edit script after E. Myers, "An
 * O(ND) Difference Algorithm and Its Variations" (1986), with three lines of context.
 */
final class LineDiff {
  private static final int CONTEXT = 3;

  /** Texts that differ in more lines are told as one replaced by the other. */
  private static final int MOST_EDITS = 1_000;

  private final List<String> from;
  private final List<String> to;

  /** A line that is kept (' '), removed ('-') or added ('+'). */
  private record Edit(char kind, String line, int fromLine, int toLine) {}

  private LineDiff(List<String> from, List<String> to) {
    this.from = from;
    this.to = to;
  }

  /**
   * @param old null for a file that is added
   * @param now null for a file that is removed
   */
  static String of(String path, @Nullable String old, @Nullable String now) {
    var edits = new LineDiff(lines(old), lines(now)).edits();
    var text = new StringBuilder();
    text.append("--- ").append(old == null ? "/dev/null" : "a/" + path).append('\n');
    text.append("+++ ").append(now == null ? "/dev/null" : "b/" + path).append('\n');
    hunks(edits, text);
    return text.toString();
  }

  private static List<String> lines(@Nullable String text) {
    return text == null ? List.of() : text.lines().toList();
  }

  private List<Edit> edits() {
    int start = 0;
    int common = Math.min(from.size(), to.size());
    while (start < common && from.get(start).equals(to.get(start))) {
      start++;
    }
    int end = 0;
    while (end < common - start
        && from.get(from.size() - 1 - end).equals(to.get(to.size() - 1 - end))) {
      end++;
    }
    var edits = new ArrayList<Edit>();
    for (int i = 0; i < start; i++) {
      edits.add(new Edit(' ', from.get(i), i, i));
    }
    edits.addAll(middle(start, from.size() - end, to.size() - end));
    for (int i = end; i > 0; i--) {
      edits.add(new Edit(' ', from.get(from.size() - i), from.size() - i, to.size() - i));
    }
    return edits;
  }

  private List<Edit> middle(int start, int fromEnd, int toEnd) {
    int n = fromEnd - start;
    int m = toEnd - start;
    int most = Math.min(n + m, MOST_EDITS);
    var furthest = new int[2 * most + 3];
    var trace = new ArrayList<int[]>();
    for (int d = 0; d <= most; d++) {
      trace.add(Arrays.copyOfRange(furthest, most - d, most + d + 3));
      for (int k = -d; k <= d; k += 2) {
        int at = most + 1 + k;
        boolean down = k == -d || (k != d && furthest[at - 1] < furthest[at + 1]);
        int x = down ? furthest[at + 1] : furthest[at - 1] + 1;
        int y = x - k;
        while (x < n && y < m && from.get(start + x).equals(to.get(start + y))) {
          x++;
          y++;
        }
        furthest[at] = x;
        if (x >= n && y >= m) {
          return script(trace, start, n, m);
        }
      }
    }
    return replaced(start, fromEnd, toEnd);
  }

  private List<Edit> script(List<int[]> trace, int start, int n, int m) {
    var edits = new ArrayList<Edit>();
    int x = n;
    int y = m;
    for (int d = trace.size() - 1; d >= 0; d--) {
      var furthest = trace.get(d);
      int k = x - y;
      int at = k + d + 1;
      boolean down = k == -d || (k != d && furthest[at - 1] < furthest[at + 1]);
      int before = down ? k + 1 : k - 1;
      int toX = d == 0 ? 0 : furthest[before + d + 1];
      int toY = d == 0 ? 0 : toX - before;
      while (x > toX && y > toY) {
        x--;
        y--;
        edits.add(new Edit(' ', from.get(start + x), start + x, start + y));
      }
      if (d > 0 && down) {
        y--;
        edits.add(new Edit('+', to.get(start + y), start + x, start + y));
      } else if (d > 0) {
        x--;
        edits.add(new Edit('-', from.get(start + x), start + x, start + y));
      }
    }
    Collections.reverse(edits);
    return edits;
  }

  private List<Edit> replaced(int start, int fromEnd, int toEnd) {
    var edits = new ArrayList<Edit>();
    for (int i = start; i < fromEnd; i++) {
      edits.add(new Edit('-', from.get(i), i, start));
    }
    for (int i = start; i < toEnd; i++) {
      edits.add(new Edit('+', to.get(i), fromEnd, i));
    }
    return edits;
  }

  private static void hunks(List<Edit> edits, StringBuilder text) {
    int next = 0;
    while (next < edits.size()) {
      while (next < edits.size() && edits.get(next).kind() == ' ') {
        next++;
      }
      if (next == edits.size()) {
        return;
      }
      int begin = Math.max(0, next - CONTEXT);
      int last = next;
      for (int i = next; i < edits.size() && i <= last + 2 * CONTEXT; i++) {
        last = edits.get(i).kind() == ' ' ? last : i;
      }
      int end = Math.min(edits.size(), last + 1 + CONTEXT);
      hunk(edits.subList(begin, end), text);
      next = end;
    }
  }

  private static void hunk(List<Edit> edits, StringBuilder text) {
    long removed = edits.stream().filter(edit -> edit.kind() != '+').count();
    long added = edits.stream().filter(edit -> edit.kind() != '-').count();
    var first = edits.get(0);
    text.append("@@ -")
        .append(range(first.fromLine(), removed))
        .append(" +")
        .append(range(first.toLine(), added))
        .append(" @@\n");
    edits.forEach(edit -> text.append(edit.kind()).append(edit.line()).append('\n'));
  }

  private static String range(int line, long count) {
    long shown = count == 0 ? line : line + 1L;
    return count == 1 ? "" + shown : shown + "," + count;
  }
}
