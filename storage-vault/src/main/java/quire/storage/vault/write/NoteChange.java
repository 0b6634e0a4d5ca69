package quire.storage.vault.write;

import quire.storage.vault.format.NoteEdit;
import quire.storage.vault.tree.Digest;

/**
 * What a write does to one file.
 *
 * @param before the digest of the content that was edited, {@link Digest#ABSENT} for a new note
 * @param bytes the new content; empty if the note goes
 * @param edit the same change, to be applied to whatever the note holds if that is something else
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record NoteChange(Draft.Kind kind, String path, Digest before, byte[] bytes, NoteEdit edit) {
  Digest after() {
    return kind.removes() ? Digest.ABSENT : Digest.of(bytes);
  }
}
