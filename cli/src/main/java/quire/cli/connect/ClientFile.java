package quire.cli.connect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Somebody else's file, replaced as a whole or not at all. A link is followed, and what it leads to
 * is replaced; mode and owner stay; a change by another program between reading and replacing is
 * noticed.
 *
 * @param shown the place by which the client knows it
 * @param real the file that is there, links followed
 * @param bytes what was read; empty for a file that is not there
 */
record ClientFile(Path shown, Path real, Optional<byte[]> bytes) {
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final String BACKUP = ".before-quire-";
  private static final Set<PosixFilePermission> PRIVATE =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /** Larger than any file of settings; what is larger is something else. */
  private static final long LARGEST = 64L << 20;

  /**
   * Reads it.
   *
   * @throws MalformedFileException if it is no file that could be edited
   */
  static ClientFile read(Path shown) throws IOException, MalformedFileException {
    Path real = shown;
    if (Files.isSymbolicLink(shown)) {
      try {
        real = shown.toRealPath();
      } catch (NoSuchFileException dangling) {
        throw new MalformedFileException("it is a link that leads nowhere");
      }
    } else if (!Files.exists(shown, LinkOption.NOFOLLOW_LINKS)) {
      return new ClientFile(shown, shown, Optional.empty());
    }
    if (!Files.isRegularFile(real) || Files.size(real) > LARGEST) {
      throw new MalformedFileException("it is no ordinary file");
    }
    return new ClientFile(shown, real, Optional.of(Files.readAllBytes(real)));
  }

  boolean exists() {
    return bytes.isPresent();
  }

  /** {@return its text without a byte order mark} */
  String text() throws MalformedFileException {
    String text = decoded();
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  private String decoded() throws MalformedFileException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.orElse(new byte[0])))
          .toString();
    } catch (CharacterCodingException foreign) {
      throw new MalformedFileException("it is not written in UTF-8");
    }
  }

  /** {@return the bytes of another text for this file, with the byte order mark that it has} */
  byte[] encoded(String text) throws MalformedFileException {
    boolean marked = decoded().startsWith(BYTE_ORDER_MARK);
    return ((marked ? BYTE_ORDER_MARK : "") + text).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Puts other bytes in its place, and keeps what was there beside it.
   *
   * @return false if another program has changed the file since it was read: nothing was done
   */
  boolean replace(byte[] other, boolean keepBackup) throws IOException {
    Path folder = folder();
    if (!isUnchanged()) {
      return false;
    }
    Path draft = Files.createTempFile(folder, ".quire-", ".tmp");
    try {
      write(draft, other);
      dress(draft);
      if (!isUnchanged()) {
        return false;
      }
      if (keepBackup && bytes.isPresent()) {
        Path backup = newBackup();
        write(Files.createFile(backup), bytes.get());
        copyRights(backup);
      }
      move(draft);
      return true;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Takes the file away. {@return false if another program has changed it since it was read} */
  boolean delete() throws IOException {
    if (!isUnchanged()) {
      return false;
    }
    Files.delete(real);
    return true;
  }

  private boolean isUnchanged() throws IOException {
    if (bytes.isEmpty()) {
      return !Files.exists(real, LinkOption.NOFOLLOW_LINKS);
    }
    try {
      return Arrays.equals(bytes.get(), Files.readAllBytes(real));
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  /** A new file is the user's alone: such files hold tokens of other servers. */
  private void dress(Path draft) throws IOException {
    if (bytes.isPresent()) {
      copyRights(draft);
    } else if (Files.getFileAttributeView(draft, PosixFileAttributeView.class) != null) {
      Files.setPosixFilePermissions(draft, PRIVATE);
    }
  }

  private void copyRights(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    PosixFileAttributes attributes = Files.readAttributes(real, PosixFileAttributes.class);
    PosixFileAttributes own = Files.readAttributes(file, PosixFileAttributes.class);
    if (!own.owner().equals(attributes.owner())) {
      view.setOwner(attributes.owner());
    }
    if (!own.group().equals(attributes.group())) {
      view.setGroup(attributes.group());
    }
    view.setPermissions(attributes.permissions());
  }

  private void move(Path draft) throws IOException {
    try {
      Files.move(draft, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException elsewhere) {
      throw new IOException(real + " cannot be replaced in one step", elsewhere);
    }
  }

  /** {@return the folder of the real file} */
  Path folder() {
    return Objects.requireNonNull(real.toAbsolutePath().getParent());
  }

  private Path newBackup() {
    for (int number = 1; ; number++) {
      Path backup = real.resolveSibling(real.getFileName() + BACKUP + number);
      if (!Files.exists(backup, LinkOption.NOFOLLOW_LINKS)) {
        return backup;
      }
    }
  }

  /** {@return the copies that earlier changes left beside it, the newest first} */
  List<Path> backups() throws IOException {
    Path folder = folder();
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    String prefix = real.getFileName() + BACKUP;
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .filter(Files::isRegularFile)
          .sorted(Comparator.comparingInt(ClientFile::number).reversed())
          .toList();
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause();
    }
  }

  private static int number(Path backup) {
    String name = backup.getFileName().toString();
    String digits = name.substring(name.lastIndexOf('-') + 1);
    return digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : 0;
  }
}
