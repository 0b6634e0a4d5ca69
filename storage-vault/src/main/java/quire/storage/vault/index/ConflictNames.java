package quire.storage.vault.index;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How sync tools name the copy of a file that lost a conflict. */
public final class ConflictNames {
  /**
   * One tool's way to name copies.
   *
   * @param sure whether the name alone says that it is a copy, or a sibling must agree as well
   */
  private record Family(String tool, Pattern pattern, boolean sure) {}

  private static final List<Family> FAMILIES =
      List.of(
          sure("Syncthing", "(.+)\\.sync-conflict-\\d{8}-\\d{6}(?:-[A-Z0-9]{7})?"),
          sure("Obsidian Sync", "(.+) \\(Conflicted copy .+ \\d{12}\\)"),
          sure("Nextcloud", "(.+) \\(conflicted copy (?:.+ )?\\d{4}-\\d{2}-\\d{2} \\d{6}\\)"),
          sure("ownCloud", "(.+)_conflict-(?:.+-)?\\d{8}-\\d{6}"),
          sure("Nextcloud", "(.+) \\(case clash from .+\\)"),
          sure("Dropbox", "(.+) \\(.*conflicted copy.*\\)"),
          sure(
              "Dropbox",
              "(.+) \\((?:Case Conflict|Unicode Encoding Conflict|white ?space conflict|shared"
                  + " folder conflict)(?: \\d+)?\\)"),
          sure("Quire", "(.+) \\(recovered by Quire .+\\)"),
          sure("a sync tool", "(.+)[ _-]+\\(?conflict(?:ed)?(?: \\d+)?\\)?"),
          hint("Google Drive", "Copy of (.+)"),
          hint("Google Drive or OneDrive", "(.+) \\(\\d{1,3}\\)"),
          hint("iCloud", "(.+) \\d{1,3}"),
          hint("OneDrive", "(.+?)-[A-Za-z0-9][A-Za-z0-9-]{1,30}"));

  private ConflictNames() {}

  private static Family sure(String tool, String pattern) {
    return new Family(tool, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), true);
  }

  private static Family hint(String tool, String pattern) {
    return new Family(tool, Pattern.compile(pattern), false);
  }

  /**
   * A file name that may be a copy's.
   *
   * @param base the stem of the file that it would be a copy of
   */
  public record Marked(String tool, String base, boolean sure) {}

  /** {@return what each family makes of a stem, the most certain first} */
  public static List<Marked> readings(String stem) {
    return FAMILIES.stream().flatMap(family -> reading(family, stem).stream()).toList();
  }

  private static Optional<Marked> reading(Family family, String stem) {
    Matcher name = family.pattern().matcher(stem);
    return name.matches()
        ? Optional.of(new Marked(family.tool(), name.group(1), family.sure()))
        : Optional.empty();
  }

  static boolean isSurelyMarked(String stem) {
    return readings(stem).stream().anyMatch(Marked::sure);
  }

  /**
   * {@return which of these files, which claim to be one note, is the note}
   *
   * @param birth when a file was made
   */
  static String base(List<String> paths, ToLongFunction<String> birth) {
    return paths.stream()
        .min(
            Comparator.comparingInt((String path) -> marks(path, paths))
                .thenComparingLong(birth)
                .thenComparingInt(path -> Note.stemOf(path).length())
                .thenComparingInt(String::length)
                .thenComparing(path -> path.toLowerCase(Locale.ROOT))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /** A name that may be a copy's says so only beside the name of the original. */
  private static int marks(String path, List<String> paths) {
    String stem = Note.stemOf(path);
    boolean marked =
        readings(stem).stream()
            .anyMatch(
                reading ->
                    reading.sure()
                        || paths.stream().map(Note::stemOf).anyMatch(reading.base()::equals));
    return marked ? 1 : 0;
  }
}
