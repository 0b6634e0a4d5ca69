package quire.http.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import quire.api.spi.Sha256;

/**
 * The tokens of a server: one as it is, in a file that only its owner may read, and further ones of
 * which only names and digests are kept, in a file beside it. Files that were changed are read
 * again, so a token that was removed is refused from then on. Safe for use by several threads.
 */
public final class AccessTokens {
  /** Under which name is written what is written with the first token. */
  public static final String FIRST = "http";

  /** A shorter one could be guessed. */
  private static final int SHORTEST = 16;

  private static final int RANDOM_BYTES = 32;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern LINE =
      Pattern.compile("(" + NAME.pattern() + ") (read|write) ([0-9a-f]{64})");

  private final Path file;
  private final Path named;
  private State known = new State(Stamp.NONE, Stamp.NONE, List.of());

  /** What tells that a file was changed. */
  private record Stamp(FileTime time, long size, Optional<Object> key) {
    static final Stamp NONE = new Stamp(FileTime.fromMillis(0), -1, Optional.empty());

    static Stamp of(Path file) throws IOException {
      try {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(
            found.lastModifiedTime(), found.size(), Optional.ofNullable(found.fileKey()));
      } catch (NoSuchFileException none) {
        return NONE;
      }
    }
  }

  private record State(Stamp file, Stamp named, List<Visitor> visitors) {}

  /**
   * @param file holds the first token; need not exist
   */
  public AccessTokens(Path file) {
    this.file = file;
    this.named = file.resolveSibling(file.getFileName() + ".named");
  }

  public Path file() {
    return file;
  }

  /** Makes the first token. {@return the token if it was made; empty if there is one} */
  public Optional<String> makeFirst() throws IOException {
    String token = random();
    boolean made = PrivateFiles.make(file, (token + "\n").getBytes(StandardCharsets.UTF_8));
    return made ? Optional.of(token) : Optional.empty();
  }

  /** {@return the first token, as it is in its file} */
  public String first() throws IOException {
    String token = Files.readString(file).strip();
    if (token.length() < SHORTEST || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IOException(
          "The file %s holds no token: it needs one line of at least %d visible characters. To make"
                  .formatted(file, SHORTEST)
              + " a new one: quire token --rotate");
    }
    return token;
  }

  /** Makes a new first token; the one before is refused from now on. {@return the new one} */
  public String rotate() throws IOException {
    String token = random();
    PrivateFiles.replace(file, token + "\n");
    return token;
  }

  /**
   * Makes a further token, in place of the one that had the name.
   *
   * @return the token, which is kept nowhere
   */
  public String add(String name, boolean mayWrite) throws IOException {
    if (!NAME.matcher(name).matches() || name.equals(FIRST)) {
      throw new IllegalArgumentException(
          "'%s' cannot be the name of a token: it needs 1 to 64 letters, digits and . _ - and must not be '%s', which is the first token's"
              .formatted(name, FIRST));
    }
    String token = random();
    List<Visitor> all = new ArrayList<>(others());
    all.removeIf(visitor -> visitor.name().equals(name));
    all.add(new Visitor(name, mayWrite, digest(token)));
    write(all);
    return token;
  }

  /** {@return whether there was a further token of this name, which is refused from now on} */
  public boolean remove(String name) throws IOException {
    List<Visitor> all = new ArrayList<>(others());
    boolean removed = all.removeIf(visitor -> visitor.name().equals(name));
    if (removed) {
      write(all);
    }
    return removed;
  }

  /** {@return whose tokens there are beside the first one} */
  public List<Visitor> others() throws IOException {
    if (!Files.exists(named)) {
      return List.of();
    }
    List<Visitor> visitors = new ArrayList<>();
    for (String line : Files.readAllLines(named)) {
      var parts = LINE.matcher(line.strip());
      if (parts.matches()) {
        visitors.add(new Visitor(parts.group(1), parts.group(2).equals("write"), parts.group(3)));
      } else if (!line.isBlank()) {
        throw new IOException(
            "A line of %s is no token: it needs a name, read or write, and a SHA-256. No token of that file is accepted until it is corrected or removed"
                .formatted(named));
      }
    }
    return visitors;
  }

  /** {@return who comes with this token; empty if nobody has it} */
  public Optional<Visitor> visitor(String token) throws IOException {
    byte[] asked = digest(token).getBytes(StandardCharsets.US_ASCII);
    Optional<Visitor> found = Optional.empty();
    for (Visitor visitor : visitors()) {
      if (MessageDigest.isEqual(asked, visitor.digest().getBytes(StandardCharsets.US_ASCII))) {
        found = Optional.of(visitor);
      }
    }
    return found;
  }

  /** {@return the digest of the first token; empty if there is none} */
  String firstDigest() throws IOException {
    for (Visitor visitor : visitors()) {
      if (visitor.name().equals(FIRST)) {
        return visitor.digest();
      }
    }
    return "";
  }

  private synchronized List<Visitor> visitors() throws IOException {
    Stamp one = Stamp.of(file);
    Stamp two = Stamp.of(named);
    if (!one.equals(known.file()) || !two.equals(known.named())) {
      List<Visitor> visitors = new ArrayList<>();
      if (!one.equals(Stamp.NONE)) {
        visitors.add(new Visitor(FIRST, true, digest(first())));
      }
      visitors.addAll(others());
      known = new State(one, two, List.copyOf(visitors));
    }
    return known.visitors();
  }

  private void write(List<Visitor> visitors) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Visitor visitor : visitors) {
      lines.append(
          "%s %s %s\n"
              .formatted(visitor.name(), visitor.mayWrite() ? "write" : "read", visitor.digest()));
    }
    PrivateFiles.replace(named, lines.toString());
  }

  private static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String digest(String text) {
    return HexFormat.of().formatHex(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
  }
}
