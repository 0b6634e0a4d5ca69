package quire.storage.vault.tree;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the file system says of a note without reading it.
 *
 * @param changed when anything of it changed, in nanoseconds; 0 where the system does not say
 * @param inode the file's number, so that a replacement shows; 0 where the system does not say
 * @param racy the note changed so shortly before it was looked at that a later change may carry the
 *     same time
 */
public record NoteStamp(long size, long modified, long changed, long inode, boolean racy) {
  /** A stamp that equals no note's, so that the note is read again. */
  public static final NoteStamp UNKNOWN = new NoteStamp(-1, 0, 0, 0, true);

  private static final boolean UNIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
  private static final long COARSE_CLOCK_NANOS = 2_000_000_000L;
  private static final long FINE_CLOCK_NANOS = 20_000_000L;
  private static final long SECOND_NANOS = 1_000_000_000L;

  public static NoteStamp of(Path path) throws IOException {
    if (!UNIX) {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      checkFile(path, attributes.isRegularFile());
      return of(attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS), 0, 0);
    }
    Map<String, Object> attributes =
        Files.readAttributes(path, "unix:size,lastModifiedTime,ctime,ino,isRegularFile");
    checkFile(path, Boolean.TRUE.equals(attributes.get("isRegularFile")));
    return of(
        number(attributes, "size"),
        nanos(attributes, "lastModifiedTime"),
        nanos(attributes, "ctime"),
        number(attributes, "ino"));
  }

  /** Opening a pipe waits for ever, and a device may have no end: they are no notes. */
  private static void checkFile(Path path, boolean regular) throws NoSuchFileException {
    if (!regular) {
      throw new NoSuchFileException(path.toString(), null, "it is a folder, a pipe or a device");
    }
  }

  private static NoteStamp of(long size, long modified, long changed, long inode) {
    long now = FileTime.fromMillis(System.currentTimeMillis()).to(TimeUnit.NANOSECONDS);
    long latest = Math.max(modified, changed);
    long grain = latest % SECOND_NANOS == 0 ? COARSE_CLOCK_NANOS : FINE_CLOCK_NANOS;
    return new NoteStamp(size, modified, changed, inode, now - latest < grain);
  }

  private static long nanos(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof FileTime time ? time.to(TimeUnit.NANOSECONDS) : 0;
  }

  private static long number(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Long number ? number : 0;
  }

  /** {@return whether the file is, by all signs, the same with the same content} */
  public boolean isSame(NoteStamp other) {
    return size == other.size
        && modified == other.modified
        && changed == other.changed
        && inode == other.inode;
  }

  /** {@return whether the file is the same but for its place and number of links} */
  public boolean isSameContent(NoteStamp other) {
    return size == other.size && modified == other.modified && inode == other.inode;
  }

  public static boolean isPresent(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
