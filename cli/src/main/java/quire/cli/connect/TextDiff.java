package quire.cli.connect;

import java.util.ArrayList;
import java.util.List;

/** The lines that differ between two texts, as people know them from {@code diff -u}. */
final class TextDiff {
  /** Unchanged lines shown around a change, as diff does. */
  private static final int AROUND = 3;

  private TextDiff() {}

  /** {@return the lines from the first that differs to the last, with what stands around them} */
  static List<String> of(String before, String after) {
    List<String> old = before.lines().toList();
    List<String> made = after.lines().toList();
    int front = 0;
    while (front < Math.min(old.size(), made.size()) && old.get(front).equals(made.get(front))) {
      front++;
    }
    int back = 0;
    while (back < Math.min(old.size(), made.size()) - front
        && old.get(old.size() - 1 - back).equals(made.get(made.size() - 1 - back))) {
      back++;
    }
    List<String> diff = new ArrayList<>();
    old.subList(Math.max(0, front - AROUND), front).forEach(line -> diff.add("  " + line));
    old.subList(front, old.size() - back).forEach(line -> diff.add("- " + line));
    made.subList(front, made.size() - back).forEach(line -> diff.add("+ " + line));
    int rest = made.size() - back;
    made.subList(rest, Math.min(made.size(), rest + AROUND)).forEach(line -> diff.add("  " + line));
    return diff;
  }
}
