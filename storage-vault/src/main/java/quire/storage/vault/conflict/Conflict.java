package quire.storage.vault.conflict;

import java.util.List;

/**
 * Something that only a person can decide about a note.
 *
 * @param base the note that counts; the copy itself if there is no other
 * @param copy the note that does not count
 * @param onlyInBase the facts that the copy lacks, as written
 * @param onlyInCopy the facts that the base lacks, as written
 */
public record Conflict(
    Kind kind,
    String base,
    String copy,
    String tool,
    List<String> onlyInBase,
    List<String> onlyInCopy) {

  public enum Kind {
    /** Two files are, or were, one note. */
    COPY,
    /** A file is named as a copy but its original is gone. */
    ORPHAN,
    /** A merge was left unfinished inside the note. */
    MARKERS,
    /** A sync tool put the file aside. */
    DUMPED,
    /** Two names differ only in case, which not every system can hold. */
    CASE
  }
}
