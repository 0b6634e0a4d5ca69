package quire.storage.vault.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The two lists that matter in a note's body. Everything else (headings, fences, comments, quotes,
 * tables) is foreign: it ends an item and is never touched.
 *
 * @param swallowsEnd whether a fence or a comment is still open where the note ends
 */
record NoteBody(Optional<Section> observations, Optional<Section> relations, boolean swallowsEnd) {
  private static final Pattern CLOSING_HASHES = Pattern.compile("[ \\t]+#+[ \\t]*$");

  /**
   * What stands below one heading.
   *
   * @param end the line of the next heading of its level, or the note's end
   */
  record Section(int heading, int end, List<NoteItem> items) {}

  static NoteBody scan(NoteLines lines, int start) {
    return new Scan(lines).scan(start);
  }

  /** {@return whether a section that matters starts with this line} */
  static boolean isSectionHeading(String line) {
    return sectionOf(line) != Kind.NONE;
  }

  private enum Kind {
    NONE,
    OBSERVATIONS,
    RELATIONS
  }

  private static Kind sectionOf(String heading) {
    if (!heading.startsWith("##") || heading.startsWith("###")) {
      return Kind.NONE;
    }
    String title = CLOSING_HASHES.matcher(heading.substring(2)).replaceFirst("").strip();
    return title.equalsIgnoreCase("Observations")
        ? Kind.OBSERVATIONS
        : title.equalsIgnoreCase("Relations") ? Kind.RELATIONS : Kind.NONE;
  }

  private static final class Scan {
    private static final Pattern HEADING = Pattern.compile("#{1,6}(?:[ \\t].*)?");
    private static final Pattern RULE = Pattern.compile("([*_-])(?:[ \\t]*\\1){2,}[ \\t]*");

    private static final Pattern NUMBERED = Pattern.compile("\\d{1,9}[.)](?:[ \\t].*)?");
    private static final Pattern FOOTNOTE = Pattern.compile("\\[\\^[^\\]]+\\]:");
    private static final Pattern HTML =
        Pattern.compile(
            "<(?:[?!]|/?(?:address|article|aside|blockquote|center|details|dialog|div|dl|fieldset"
                + "|figure|footer|form|h[1-6]|header|hr|iframe|li|main|nav|ol|p|pre|script|section"
                + "|style|summary|table|ul)\\b)",
            Pattern.CASE_INSENSITIVE);

    private final NoteLines lines;
    private final Regions regions = new Regions();
    private Optional<Section> observations = Optional.empty();
    private Optional<Section> relations = Optional.empty();
    private int heading = -1;
    private boolean inObservations;
    private List<NoteItem> items = new ArrayList<>();
    private int itemStart = -1;
    private int itemEnd = -1;

    Scan(NoteLines lines) {
      this.lines = lines;
    }

    NoteBody scan(int start) {
      for (int i = start; i < lines.size(); i++) {
        read(i, lines.content(i));
      }
      endSection(lines.size());
      return new NoteBody(observations, relations, regions.isOpen());
    }

    private void read(int index, String line) {
      if (regions.isOpen()) {
        regions.proceed(line);
      } else if (!line.isBlank()) {
        readText(index, line);
      }
    }

    private void readText(int index, String line) {
      boolean indented = line.charAt(0) == ' ' || line.charAt(0) == '\t';
      if (itemStart >= 0 && indented) {
        itemEnd = index + 1;
      } else if (regions.opens(line)) {
        endItem();
      } else if (HEADING.matcher(line).matches()) {
        readHeading(index, line);
      } else if (isBullet(line)) {
        endItem();
        itemStart = heading >= 0 ? index : -1;
        itemEnd = index + 1;
      } else if (itemStart >= 0 && itemEnd == index && !isForeign(line)) {
        itemEnd = index + 1; // a lazy continuation: Markdown counts it as part of the item
      } else {
        endItem();
      }
    }

    private void readHeading(int index, String line) {
      endItem();
      int level = 0;
      while (level < line.length() && line.charAt(level) == '#') {
        level++;
      }
      if (level > 2) {
        return;
      }
      endSection(index);
      Kind section = sectionOf(line);
      if (section == Kind.OBSERVATIONS && observations.isEmpty()) {
        startSection(index, true);
      } else if (section == Kind.RELATIONS && relations.isEmpty()) {
        startSection(index, false);
      }
    }

    private void startSection(int index, boolean isObservations) {
      heading = index;
      inObservations = isObservations;
      items = new ArrayList<>();
    }

    private void endSection(int index) {
      endItem();
      if (heading >= 0) {
        Section section = new Section(heading, index, items);
        if (inObservations) {
          observations = Optional.of(section);
        } else {
          relations = Optional.of(section);
        }
        heading = -1;
      }
    }

    private void endItem() {
      if (itemStart >= 0) {
        items.add(NoteItem.of(lines, itemStart, itemEnd));
        itemStart = -1;
      }
    }

    private static boolean isBullet(String line) {
      char marker = line.charAt(0);
      boolean marked = marker == '-' || marker == '*' || marker == '+';
      boolean followed = line.length() == 1 || line.charAt(1) == ' ' || line.charAt(1) == '\t';
      // A text of dashes is written as "- - -" and stays an item; stars alone are a rule.
      return marked && followed && (marker != '*' || !RULE.matcher(line).matches());
    }

    /**
     * What starts a block of its own without a blank line before it, see <a
     * href="https://spec.commonmark.org/0.31.2/#lists">CommonMark</a>; also a list that does not
     * begin with 1, which people mean as one.
     */
    private static boolean isForeign(String line) {
      return line.startsWith(">")
          || line.startsWith("|")
          || line.startsWith("$$")
          || NUMBERED.matcher(line).matches()
          || HTML.matcher(line).lookingAt()
          || FOOTNOTE.matcher(line).lookingAt()
          || line.startsWith("<<<<<<< ")
          || line.equals("=======")
          || RULE.matcher(line).matches();
    }
  }

  /** Fenced code and comments: whatever stands in them has no meaning here. */
  private static final class Regions {
    private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}[^`]*|~{3,}.*)");
    private static final String FENCED = "fence";

    /** What ends the open region; a run of fence characters is matched by its length. */
    private String end = "";

    private String kind = "";

    boolean isOpen() {
      return !end.isEmpty();
    }

    void proceed(String line) {
      boolean ends = kind.equals(FENCED) ? closesFence(line) : line.contains(end);
      if (ends) {
        end = "";
      }
    }

    private boolean closesFence(String line) {
      String mark = line.strip();
      return mark.length() >= end.length()
          && mark.chars().allMatch(c -> c == end.charAt(0))
          && !line.startsWith("    ");
    }

    /** {@return whether the line belongs to a region; it stays open unless it ends right here} */
    boolean opens(String line) {
      if (FENCE.matcher(line).matches()) {
        String mark = line.strip();
        int length = 0;
        while (length < mark.length() && mark.charAt(length) == mark.charAt(0)) {
          length++;
        }
        return open(FENCED, mark.substring(0, length), false);
      }
      if (line.startsWith("<!--")) {
        return open("comment", "-->", line.indexOf("-->", 4) >= 0);
      }
      return line.startsWith("%%") && open("comment", "%%", line.indexOf("%%", 2) >= 0);
    }

    private boolean open(String regionKind, String regionEnd, boolean endsHere) {
      kind = regionKind;
      end = endsHere ? "" : regionEnd;
      return true;
    }
  }
}
