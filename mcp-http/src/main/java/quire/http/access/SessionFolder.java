package quire.http.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The little that outlives a process of sessions: which of them were ended, and what those that
 * subscribed want to hear of. One small file each, named by the session's label.
 */
public final class SessionFolder {
  /** More are forgotten, the oldest first: whoever ends sessions by the thousand may go on. */
  private static final int MOST = 10_000;

  private static final String ENDED = ".ended";
  private static final String SUBSCRIBED = ".subscribed";

  private final Path folder;

  public SessionFolder(Path folder) {
    this.folder = folder;
  }

  /** Removes what no session can need any more. */
  public void tidy(Clock clock) throws IOException {
    PrivateFiles.folder(folder);
    long oldest = clock.instant().minus(SessionIds.LONGEST).toEpochMilli();
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(SessionFolder::isOurs).toList();
    }
    List<Aged> aged = files.stream().map(Aged::of).sorted().toList();
    for (int i = 0; i < aged.size(); i++) {
      if (aged.get(i).time() < oldest || i < aged.size() - MOST) {
        Files.deleteIfExists(aged.get(i).file());
      }
    }
  }

  private static boolean isOurs(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(ENDED) || name.endsWith(SUBSCRIBED);
  }

  /** A file and when it was written. */
  private record Aged(Path file, long time) implements Comparable<Aged> {
    static Aged of(Path file) {
      try {
        return new Aged(file, Files.getLastModifiedTime(file).toMillis());
      } catch (IOException gone) {
        return new Aged(file, 0);
      }
    }

    @Override
    public int compareTo(Aged other) {
      return Long.compare(time, other.time);
    }
  }

  public boolean ended(String label) {
    return Files.exists(file(label, ENDED));
  }

  public void end(String label) throws IOException {
    PrivateFiles.make(file(label, ENDED), new byte[0]);
    Files.deleteIfExists(file(label, SUBSCRIBED));
  }

  /** {@return the URIs that the session subscribed to, in their order} */
  public List<String> subscriptions(String label) throws IOException {
    try {
      return Files.readAllLines(file(label, SUBSCRIBED), StandardCharsets.UTF_8);
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  /** Keeps the URIs, which hold no line break. */
  public void subscribe(String label, Collection<String> uris) throws IOException {
    if (uris.isEmpty()) {
      Files.deleteIfExists(file(label, SUBSCRIBED));
    } else {
      PrivateFiles.replace(file(label, SUBSCRIBED), String.join("\n", uris) + "\n");
    }
  }

  private Path file(String label, String suffix) {
    return folder.resolve(label + suffix);
  }
}
