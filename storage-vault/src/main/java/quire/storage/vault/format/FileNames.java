package quire.storage.vault.format;

import java.io.File;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of files that every file system, sync tool and Obsidian link can hold. */
public final class FileNames {
  private static final int LONGEST_CHARS = 100;
  private static final int LONGEST_BYTES = 120;
  private static final String SUFFIX_MARK = " ~";
  private static final Pattern SUFFIX = Pattern.compile(" ~[0-9a-z]{4,26}$");
  private static final Set<String> DEVICES =
      Set.of("con", "prn", "aux", "nul", "conin$", "conout$", "clock$");
  private static final Pattern NUMBERED_DEVICE =
      Pattern.compile("(?:com|lpt)[0-9\u00B9\u00B2\u00B3]");

  /** Without a UTF-8 locale, a process on a Unix system cannot name files beyond ASCII. */
  private static final boolean NAMES_ANY_FILE =
      File.separatorChar == '\\' || "UTF-8".equals(System.getProperty("sun.jnu.encoding"));

  private FileNames() {}

  /** {@return the name of the file, without extension, that is closest to the entity's name} */
  public static String stem(String name) {
    String legal = replaced(Normalizer.normalize(name, Normalizer.Form.NFC));
    String stem = trimmedEnd(cut(legal.strip()));
    if (stem.isEmpty()) {
      return "untitled";
    }
    boolean reserved = stem.charAt(0) == '.' || stem.charAt(0) == '~' || isDevice(stem);
    return reserved ? "_" + stem : stem;
  }

  /** {@return a stem that no other note has, because it carries a part of the note's id} */
  public static String unique(String stem, String id, int idCharacters) {
    return stem + SUFFIX_MARK + id.substring(id.length() - idCharacters).toLowerCase(Locale.ROOT);
  }

  /** {@return whether Quire itself would have given an entity of this name a file of this stem} */
  public static boolean isMadeFor(String stem, String name) {
    String made = stem(name);
    return stem.equals(made) || SUFFIX.matcher(stem).replaceFirst("").equals(made);
  }

  public static String normalized(String stem) {
    return Normalizer.normalize(stem, Normalizer.Form.NFC);
  }

  private static String replaced(String name) {
    StringBuilder legal = new StringBuilder();
    name.codePoints()
        .forEach(
            codePoint -> {
              if (!isIllegal(codePoint)) {
                legal.appendCodePoint(codePoint);
              } else if (legal.isEmpty() || legal.charAt(legal.length() - 1) != '-') {
                legal.append('-');
              }
            });
    return legal.toString();
  }

  private static boolean isIllegal(int codePoint) {
    return "/\\:*?\"<>|#^[]%\n\t\uFFFD".indexOf(codePoint) >= 0
        || Escape.isFragile(codePoint)
        || (codePoint > '~' && !NAMES_ANY_FILE);
  }

  private static String cut(String text) {
    int end = 0;
    int bytes = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      int length = Character.charCount(codePoint);
      bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      if (end + length > LONGEST_CHARS || bytes > LONGEST_BYTES) {
        break;
      }
      end += length;
    }
    return text.substring(0, end);
  }

  private static String trimmedEnd(String text) {
    int end = text.length();
    while (end > 0
        && (text.charAt(end - 1) == '.'
            || Character.isWhitespace(text.charAt(end - 1))
            || Character.isSpaceChar(text.charAt(end - 1)))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean isDevice(String stem) {
    int dot = stem.indexOf('.');
    String first = (dot < 0 ? stem : stem.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
    return DEVICES.contains(first) || NUMBERED_DEVICE.matcher(first).matches();
  }
}
