package quire.storage.vault.format;

/**
 * One item of a list: the lines it takes and its text without block ids and metadata comments.
 *
 * @param end the line after its last one
 * @param written the text, still escaped
 */
record NoteItem(int first, int end, String written) {
  private static final int CONTINUATION = 2;

  static NoteItem of(NoteLines lines, int first, int end) {
    StringBuilder written = new StringBuilder(withoutTail(marked(lines.content(first))));
    for (int i = first + 1; i < end; i++) {
      written.append('\n').append(withoutTail(unindented(lines.content(i))));
    }
    return new NoteItem(first, end, written.toString());
  }

  private static String marked(String line) {
    int start = 1;
    while (start < line.length() && isBlank(line.charAt(start))) {
      start++;
    }
    return line.substring(start);
  }

  private static String unindented(String line) {
    if (line.startsWith("\t")) {
      return line.substring(1);
    }
    int start = 0;
    while (start < CONTINUATION && start < line.length() && line.charAt(start) == ' ') {
      start++;
    }
    return line.substring(start);
  }

  /** {@return the line without what stands after the text: block ids, comments, blanks} */
  static String withoutTail(String line) {
    int end = line.length();
    while (true) {
      while (end > 0 && isBlank(line.charAt(end - 1))) {
        end--;
      }
      int cut = tailStart(line, end);
      if (cut == end) {
        return line.substring(0, end);
      }
      end = cut;
    }
  }

  private static int tailStart(String line, int end) {
    if (end >= 7 && line.startsWith("-->", end - 3)) {
      int comment = line.lastIndexOf("<!--", end - 4);
      int closed = comment < 0 ? -1 : line.indexOf("-->", comment + 4);
      return comment >= 0 && closed == end - 3 ? comment : end;
    }
    int word = end;
    while (word > 0 && Escape.isBlockIdPart(line.charAt(word - 1))) {
      word--;
    }
    boolean blockId =
        word < end && word >= 2 && line.charAt(word - 1) == '^' && isBlank(line.charAt(word - 2));
    return blockId ? word - 2 : end;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
