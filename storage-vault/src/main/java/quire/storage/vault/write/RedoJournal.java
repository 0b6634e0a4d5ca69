package quire.storage.vault.write;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import quire.storage.vault.format.Link;
import quire.storage.vault.format.NoteEdit;
import quire.storage.vault.format.WrittenRelation;
import quire.storage.vault.log.ChangeLog;
import quire.storage.vault.log.LogBatch;
import quire.storage.vault.tree.Digest;
import quire.storage.vault.tree.Log;

/**
 * The files that make a write of several notes happen completely or not at all: once such a file is
 * in place under its name, the write is decided, and whoever comes next finishes it.
 */
final class RedoJournal {
  private static final String SUFFIX = ".redo";
  private final Path folder;
  private boolean leftBehind;

  /**
   * A write that is decided.
   *
   * @param overwritten what replaces earlier batches of the change log; empty if nothing is
   *     forgotten, which is something else than that the log has nothing of it
   */
  record Decision(List<NoteChange> changes, Optional<List<ChangeLog.Frame>> overwritten) {}

  RedoJournal(Path folder) {
    this.folder = folder;
  }

  /** Decides the write that begins at this offset of the change log. */
  void decide(long offset, Decision decision) throws IOException {
    if (leftBehind) {
      removeLeftovers();
    }
    Path part = folder.resolve(offset + ".part");
    CRC32C checksum = new CRC32C();
    try (FileOutputStream file = new FileOutputStream(part.toFile());
        DataOutputStream out =
            new DataOutputStream(
                new CheckedOutputStream(new BufferedOutputStream(file), checksum))) {
      write(out, decision); // not gathered in memory first: a call may carry 32 MiB
      out.writeLong(checksum.getValue());
      out.flush();
      file.getFD().sync();
    }
    Files.move(part, file(offset), StandardCopyOption.ATOMIC_MOVE);
  }

  boolean isDecided(long offset) {
    return Files.exists(file(offset));
  }

  /** {@return the write that was decided at this offset, or empty if its file is damaged} */
  Optional<Decision> decided(long offset) throws IOException {
    byte[] bytes = Files.readAllBytes(file(offset));
    int length = bytes.length - Long.BYTES;
    if (length < 0) {
      return Optional.empty();
    }
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return checksum.getValue() == ByteBuffer.wrap(bytes).getLong(length)
        ? Optional.of(decode(bytes))
        : Optional.empty();
  }

  /** A file that cannot be removed now says nothing any more, and goes with the next write. */
  void finished(long offset) {
    try {
      Files.deleteIfExists(file(offset));
    } catch (IOException e) {
      leftBehind = true;
      Log.of(RedoJournal.class)
          .log(System.Logger.Level.DEBUG, "A finished journal was not removed", e);
    }
  }

  /** Removes what writes have left that were finished or never decided. */
  void removeLeftovers() throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    leftBehind = false;
  }

  private Path file(long offset) {
    return folder.resolve(offset + SUFFIX);
  }

  private static void write(DataOutputStream out, Decision decision) throws IOException {
    List<NoteChange> changes = decision.changes();
    boolean overwrites = decision.overwritten().isPresent();
    out.writeInt(changes.size());
    for (NoteChange change : changes) {
      out.writeUTF(change.kind().name());
      LogBatch.write(out, change.path());
      out.writeLong(change.before().high());
      out.writeLong(change.before().low());
      out.writeInt(change.bytes().length);
      out.write(change.bytes());
      write(out, change.edit());
    }
    if (overwrites || changes.stream().anyMatch(change -> newName(change).isPresent())) {
      writeNames(out, changes);
    }
    if (overwrites) {
      writeFrames(out, decision.overwritten().get());
    }
  }

  private static void writeFrames(DataOutputStream out, List<ChangeLog.Frame> frames)
      throws IOException {
    out.writeInt(frames.size());
    for (ChangeLog.Frame frame : frames) {
      out.writeLong(frame.offset());
      out.writeInt(frame.bytes().length);
      out.write(frame.bytes());
    }
  }

  private static List<ChangeLog.Frame> readFrames(DataInputStream in) throws IOException {
    List<ChangeLog.Frame> frames = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      frames.add(new ChangeLog.Frame(in.readLong(), in.readNBytes(in.readInt())));
    }
    return frames;
  }

  /** Behind all else, where a version that knows no new names does not look. */
  private static void writeNames(DataOutputStream out, List<NoteChange> changes)
      throws IOException {
    for (NoteChange change : changes) {
      writeOptional(out, newName(change));
    }
  }

  private static Optional<String> newName(NoteChange change) {
    return change.edit().identity().flatMap(NoteEdit.Identity::name);
  }

  private static Decision decode(byte[] payload) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
      List<NoteChange> changes = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        Draft.Kind kind = Draft.Kind.valueOf(in.readUTF());
        String path = LogBatch.readText(in);
        Digest before = new Digest(in.readLong(), in.readLong());
        byte[] bytes = in.readNBytes(in.readInt());
        changes.add(new NoteChange(kind, path, before, bytes, readEdit(in)));
      }
      if (in.available() > Long.BYTES) {
        for (int i = 0; i < changes.size(); i++) {
          changes.set(i, named(changes.get(i), readOptional(in)));
        }
      }
      return new Decision(
          changes, in.available() > Long.BYTES ? Optional.of(readFrames(in)) : Optional.empty());
    }
  }

  private static NoteChange named(NoteChange change, Optional<String> name) {
    return name.isEmpty()
        ? change
        : new NoteChange(
            change.kind(),
            change.path(),
            change.before(),
            change.bytes(),
            change.edit().named(name.get()));
  }

  private static void write(DataOutputStream out, NoteEdit edit) throws IOException {
    out.writeBoolean(edit.identity().isPresent());
    if (edit.identity().isPresent()) {
      NoteEdit.Identity identity = edit.identity().get();
      LogBatch.write(out, identity.id());
      writeOptional(out, identity.type());
      out.writeBoolean(identity.stub());
    }
    writeTexts(out, edit.removeTexts());
    writeTexts(out, edit.addTexts());
    writeRelations(out, edit.removeRelations());
    writeRelations(out, edit.addRelations());
  }

  private static NoteEdit readEdit(DataInputStream in) throws IOException {
    Optional<NoteEdit.Identity> identity =
        in.readBoolean()
            ? Optional.of(
                new NoteEdit.Identity(LogBatch.readText(in), readOptional(in), in.readBoolean()))
            : Optional.empty();
    return new NoteEdit(
        identity, readTexts(in), readTexts(in), readRelations(in), readRelations(in));
  }

  private static void writeOptional(DataOutputStream out, Optional<String> text)
      throws IOException {
    writeTexts(out, text.stream().toList());
  }

  private static Optional<String> readOptional(DataInputStream in) throws IOException {
    return readTexts(in).stream().findFirst();
  }

  private static void writeTexts(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      LogBatch.write(out, text);
    }
  }

  private static List<String> readTexts(DataInputStream in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.add(LogBatch.readText(in));
    }
    return texts;
  }

  private static void writeRelations(DataOutputStream out, List<WrittenRelation> relations)
      throws IOException {
    out.writeInt(relations.size());
    for (WrittenRelation relation : relations) {
      LogBatch.write(out, relation.type());
      LogBatch.write(out, relation.link().target());
      writeOptional(out, relation.link().shown());
    }
  }

  private static List<WrittenRelation> readRelations(DataInputStream in) throws IOException {
    List<WrittenRelation> relations = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      String type = LogBatch.readText(in);
      relations.add(new WrittenRelation(type, new Link(LogBatch.readText(in), readOptional(in))));
    }
    return relations;
  }
}
