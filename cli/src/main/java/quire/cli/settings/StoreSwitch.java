package quire.cli.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import quire.cli.base.ConfigurationException;
import quire.cli.base.Surroundings;

/**
 * Makes another store the one in force, in the file that names the present one: the project's
 * quire.toml, or the user's if that names it or there is no project. Nothing else in the file
 * changes, and there is never a half of it.
 *
 * @param file need not be there
 */
public record StoreSwitch(Path file) {
  private static final String NAME = "quire.toml";

  /** The key with its equals sign, the value, and what follows on the line. */
  private static final Pattern LINE =
      Pattern.compile(
          "^(\\s*(?:store|\"store\"|'store')\\s*=\\s*)(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*')(\\s*(?:#.*)?)$");

  /**
   * {@return the switch for the store in force}
   *
   * @throws ConfigurationException if no file decides which store that is
   */
  public static StoreSwitch of(Settings settings, Surroundings surroundings) {
    String origin =
        settings.reasons().stream()
            .filter(reason -> reason.key().equals(Key.STORE.name()))
            .map(Settings.Reason::origin)
            .findFirst()
            .orElse("");
    Path own = surroundings.configurationFolder().resolve(NAME);
    Optional<Path> project =
        settings.project().map(found -> found.configuration().orElse(found.root().resolve(NAME)));
    if (origin.startsWith(own + ":")) {
      return new StoreSwitch(own);
    }
    if (origin.equals("default") || project.filter(f -> origin.startsWith(f + ":")).isPresent()) {
      return new StoreSwitch(project.orElse(own));
    }
    throw new ConfigurationException(
        "%s names the store, and no file that could be changed; nothing was moved. Take it away there, or use quire copy and name the new store there yourself"
            .formatted(origin));
  }

  /** {@return the store as it is written in the file: relative if it is in the file's folder} */
  public String written(Settings target) {
    Path folder = file.resolveSibling("");
    return target
        .place()
        .filter(place -> place.toString().equals(target.store().location()))
        .filter(place -> place.startsWith(folder) && !place.equals(folder))
        .map(place -> folder.relativize(place).toString().replace('\\', '/'))
        .filter(place -> !place.startsWith("~"))
        .map(place -> target.provider().id() + ":" + place)
        .orElse(target.address());
  }

  /**
   * {@return the text with another store in it}
   *
   * @throws ConfigurationException if that cannot be written without changing something else
   */
  String changed(String text, String store) {
    int line = TomlFile.lineOfStore(text);
    String changed = line == 0 ? inserted(text, store) : replaced(text, line, store);
    if (!TomlFile.store(changed).equals(Optional.of(store))) {
      throw new ConfigurationException(
          "Cannot change the store in %s; the file was left as it is. Write there yourself: store = %s"
              .formatted(file, quoted(store)));
    }
    return changed;
  }

  private static String inserted(String text, String store) {
    String mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
    String end = text.contains("\r\n") ? "\r\n" : "\n";
    return mark + "store = " + quoted(store) + end + text.substring(mark.length());
  }

  private static String replaced(String text, int number, String store) {
    String[] lines = text.split("\n", -1);
    String line = lines[number - 1];
    String end = line.endsWith("\r") ? "\r" : "";
    Matcher parts = LINE.matcher(line.substring(0, line.length() - end.length()));
    if (parts.matches()) {
      lines[number - 1] = parts.group(1) + quoted(store) + parts.group(3) + end;
    }
    return String.join("\n", lines);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
              } else if (c < ' ' || c == 0x7f) {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.append((char) c);
              }
            });
    return quoted.append('"').toString();
  }

  /** Tries the change without making it, so that it will not fail when it is too late. */
  public void rehearse(Settings target) throws IOException {
    var _ = changed(read(), written(target));
    Path real = real();
    Path folder = real.resolveSibling("");
    if (Files.exists(folder) && !Files.isWritable(folder)) {
      throw new IOException("no file can be made in " + folder);
    }
  }

  /** Names the store in the file. */
  public void to(Settings target) throws IOException {
    String before = read();
    String text = changed(before, written(target));
    Path real = real();
    Files.createDirectories(real.resolveSibling(""));
    Path draft = Files.createTempFile(real.resolveSibling(""), "." + NAME, ".part");
    try {
      write(draft, text);
      dress(draft, real);
      if (!before.equals(read())) {
        throw new IOException("another program has changed %s meanwhile".formatted(file));
      }
      Files.move(draft, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
    flush(real.resolveSibling(""));
  }

  /** A link is followed, and what it leads to is changed. */
  private Path real() throws IOException {
    return Files.exists(file) ? file.toRealPath() : file;
  }

  private String read() throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private static void write(Path draft, String text) throws IOException {
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static void dress(Path draft, Path real) throws IOException {
    if (Files.getFileAttributeView(draft, PosixFileAttributeView.class) != null) {
      Files.setPosixFilePermissions(
          draft,
          Files.exists(real)
              ? Files.getPosixFilePermissions(real)
              : PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  private static void flush(Path folder) {
    try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
      opened.force(true);
    } catch (IOException unsupported) {
      // Windows opens no folder; there the move itself is durable.
    }
  }
}
