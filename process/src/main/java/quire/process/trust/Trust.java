package quire.process.trust;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a path may decide something for this user. Another user who can change the file, a folder
 * above it, or a link on the way could decide in this user's place; so each of them has to belong
 * to this user or to root, and nobody else may be able to write it. A folder with the sticky bit,
 * such as {@code /tmp}, may be written by everybody: there, nobody can replace what belongs to
 * another user.
 *
 * <p>The same question that git asks since CVE-2022-24765 ({@code safe.directory}). On a system
 * without POSIX owners everything is believed: a profile folder is private there.
 *
 * @param user the number of this user
 */
public record Trust(int user) {
  private static final int ROOT = 0;
  private static final int WRITABLE_BY_ALL = 0_002;
  private static final int WRITABLE_BY_GROUP = 0_020;
  private static final int STICKY = 0_1000;

  /** As many links as the kernel follows in one path (path_resolution(7)). */
  private static final int MOST_LINKS = 40;

  private static final int UNKNOWN = -1;

  /**
   * A path that is not believed.
   *
   * @param path the folder, file or link on the way that is the reason
   * @param reason what is wrong with it, as the end of a sentence that begins with the path
   */
  public record Doubt(Path path, String reason) {
    @Override
    public String toString() {
      return path + " " + reason;
    }
  }

  /** {@return the trust of the user whose process this is} */
  public static Trust ofThisProcess() {
    // Where there is no /proc, the home that the list of users names belongs to its user.
    for (Path own : List.of(Path.of("/proc/self"), Path.of(System.getProperty("user.home", "")))) {
      try {
        return new Trust((Integer) Files.getAttribute(own, "unix:uid"));
      } catch (IOException | UnsupportedOperationException | IllegalArgumentException elsewhere) {
        // the next one knows, or nobody
      }
    }
    return new Trust(UNKNOWN);
  }

  /**
   * {@return the first reason not to believe a path, from the root down; empty if there is none}
   * What does not exist is no reason: then its nearest folder decides.
   */
  public Optional<Doubt> doubt(Path path) {
    return doubt(path, false);
  }

  /**
   * {@return the first reason not to run code from a path} As {@link #doubt(Path)}, and no group
   * may write it either, unless that is the private group of its owner.
   */
  public Optional<Doubt> doubtOfCode(Path path) {
    return doubt(path, true);
  }

  private Optional<Doubt> doubt(Path path, boolean code) {
    if (user == UNKNOWN) {
      return Optional.empty();
    }
    try {
      List<Path> steps = new ArrayList<>();
      destination(path, steps);
      for (Path step : steps) {
        Optional<Doubt> doubt = judge(step, code);
        if (doubt.isPresent()) {
          return doubt;
        }
      }
      return Optional.empty();
    } catch (FileSystemLoopException loop) {
      return Optional.of(new Doubt(path, "leads in a circle"));
    } catch (IOException unreadable) {
      return Optional.of(new Doubt(path, "cannot be looked at"));
    }
  }

  private Optional<Doubt> judge(Path path, boolean code) throws IOException {
    Map<String, Object> attributes;
    try {
      attributes = Files.readAttributes(path, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException | NotDirectoryException notThere) {
      return Optional.empty();
    }
    int owner = number(attributes, "uid");
    int group = number(attributes, "gid");
    int mode = number(attributes, "mode");
    if (owner != user && owner != ROOT) {
      return Optional.of(new Doubt(path, "belongs to " + name(path, owner)));
    }
    if (Files.isSymbolicLink(path)) {
      return Optional.empty(); // a link's own mode says nothing
    }
    boolean sticky = (mode & STICKY) != 0;
    if ((mode & WRITABLE_BY_ALL) != 0 && !sticky) {
      return Optional.of(new Doubt(path, "can be changed by every user of this machine"));
    }
    // By the usual convention a user's private group has the user's number.
    boolean shared = (mode & WRITABLE_BY_GROUP) != 0 && group != owner && group != ROOT;
    if (code && shared && !sticky) {
      return Optional.of(new Doubt(path, "can be changed by a group of users"));
    }
    return Optional.empty();
  }

  private static int number(Map<String, Object> attributes, String name) {
    return (Integer) Objects.requireNonNull(attributes.get(name));
  }

  private static String name(Path path, int owner) {
    try {
      String name = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
      return name.equals(String.valueOf(owner)) ? "user " + owner : "user " + name;
    } catch (IOException | UnsupportedOperationException unknown) {
      return "user " + owner;
    }
  }

  /**
   * {@return where a path really leads, links followed as far as they exist} Unlike {@link
   * Path#toRealPath} it also answers for what is not there yet.
   *
   * @throws IOException if the links lead in a circle or cannot be read
   */
  public static Path destination(Path path) throws IOException {
    return destination(path, new ArrayList<>());
  }

  /**
   * Walks as the kernel does: a {@code ..} behind a link leads to the parent of the link's target.
   *
   * @param steps receives each folder, link and file on the way
   */
  private static Path destination(Path path, List<Path> steps) throws IOException {
    Path absolute = path.toAbsolutePath();
    Deque<Path> rest = new ArrayDeque<>();
    for (Path name : absolute) {
      rest.addLast(name);
    }
    Path at = absolute.getRoot();
    steps.add(at);
    int links = 0;
    while (!rest.isEmpty()) {
      String name = rest.removeFirst().toString();
      if (name.equals("..")) {
        at = Objects.requireNonNullElse(at.getParent(), at);
        continue;
      }
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      Path next = at.resolve(name);
      steps.add(next);
      if (!Files.isSymbolicLink(next)) {
        at = next;
        continue;
      }
      if (++links > MOST_LINKS) {
        throw new FileSystemLoopException(path.toString());
      }
      Path target = Files.readSymbolicLink(next);
      for (int i = target.getNameCount() - 1; i >= 0; i--) {
        rest.addFirst(target.getName(i));
      }
      if (target.isAbsolute()) {
        at = target.getRoot();
      }
    }
    return at;
  }

  /** {@return whether a path stays within a folder after all links of both are followed} */
  public static boolean isInside(Path path, Path folder) {
    try {
      return destination(path).startsWith(destination(folder));
    } catch (IOException circle) {
      return false;
    }
  }
}
