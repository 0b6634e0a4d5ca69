package quire.storage.vault.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Strings and documents that a careless format would not survive, from a seed. */
public final class Hostile {
  private static final List<String> PIECES =
      List.of(
          "a",
          "Tea",
          "é",
          "e\u0301",
          "ß",
          "日本",
          "😀",
          "👩\u200D💻",
          " ",
          "  ",
          "\t",
          "\n",
          "\n\n",
          "\r",
          "\r\n",
          "\u0000",
          "\u0007",
          "\u001B",
          "\u007F",
          "\u0085",
          "\u00A0",
          "\u2003",
          "\u2028",
          "\u2029",
          "\uFEFF",
          "\uFFFE",
          "\uFFFF",
          "\u202E",
          "\u2066",
          "\u200F",
          "\uD800",
          "\uDC00",
          "\uDBFF",
          "\uD83F\uDFFF",
          "&",
          "&#x41;",
          "&amp;#x41;",
          "&#x;",
          "&amp;amp;#x0;",
          "&#xFFFFFF;",
          "&lt;",
          "<!--",
          "-->",
          "<!-- x -->",
          "%%",
          "%",
          " ^abc",
          "^abc",
          " ^a-1 ^b",
          "- ",
          "* ",
          "+ ",
          "-",
          "---",
          "***",
          "## Observations",
          "## Relations",
          "\n## Relations\n",
          "- owns [[Bank]]",
          " [[",
          "]]",
          "[[x]]",
          "|",
          "#",
          "^",
          "\"",
          "'",
          "\\",
          "\\u0041",
          "```",
          "~~~",
          "> ",
          "| a | b |",
          ": ",
          " #",
          "{a: 1}",
          "[x]",
          "- x",
          "~",
          "null",
          "1e3",
          "<<<<<<< ",
          ">>>>>>> ",
          "=======",
          "aliases:",
          "quire-id: x",
          "[ ] ",
          "/",
          ".",
          "..");

  private static final List<String> FOREIGN =
      List.of(
          "",
          "",
          "Some prose.",
          "# Title",
          "### Small heading",
          "> quote",
          "> [!note] callout",
          "| a | b |",
          "|---|---|",
          "```java",
          "```",
          "~~~",
          "    indented",
          "%% hidden %%",
          "<!-- comment -->",
          "![[embed.png]]",
          "text with trailing blanks  ",
          "1. numbered",
          "***",
          "[[soft link]]",
          "key:: value",
          "\tTabbed",
          "## Other",
          "####### no heading",
          "* star\u00A0",
          "+ plus",
          "- [ ] todo",
          "  - nested",
          "lazy continuation",
          "- ");

  private final Random random;

  public Hostile(long seed) {
    this.random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  public String string() {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(6);
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  public List<String> strings(int most) {
    List<String> strings = new ArrayList<>();
    int count = random.nextInt(most + 1);
    for (int i = 0; i < count; i++) {
      strings.add(string());
    }
    return strings;
  }

  WrittenRelation relation() {
    String name = string();
    return new WrittenRelation(
        string(), new Link(FileNames.stem(name), java.util.Optional.of(name)));
  }

  /** {@return a note such as people write: sections, fences, comments, any line endings} */
  String document() {
    String newline = random.nextInt(3) == 0 ? "\r\n" : "\n";
    List<String> lines = new ArrayList<>();
    if (random.nextBoolean()) {
      lines.addAll(List.of("---", "# a comment", "tags: [a, b]", "type: person", "---"));
    }
    foreign(lines);
    if (random.nextBoolean()) {
      lines.add(random.nextBoolean() ? "## Observations" : "##  observations ##");
      foreign(lines);
    }
    if (random.nextBoolean()) {
      lines.add("## Relations");
      foreign(lines);
    }
    String text = String.join(newline, lines);
    return (random.nextInt(8) == 0 ? "\uFEFF" : "") + text + (random.nextBoolean() ? newline : "");
  }

  private void foreign(List<String> lines) {
    int count = random.nextInt(7);
    for (int i = 0; i < count; i++) {
      lines.add(FOREIGN.get(random.nextInt(FOREIGN.size())));
    }
  }
}
