package quire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;

/** Whether Java is the one that Quire was built for, and whether its cache is in use. */
record RuntimeCheck(Surroundings surroundings) implements HealthCheck {
  private static final int WANTED = 25;

  @Override
  public String name() {
    return "java";
  }

  @Override
  public Finding run() throws IOException {
    int version = Runtime.version().feature();
    if (version != WANTED) {
      return Finding.fail(
          "Java %d runs Quire, which was built for %d".formatted(version, WANTED),
          "start it with bin/quire, which brings its own");
    }
    String home = System.getProperty("quire.home");
    if (home == null) {
      return Finding.skip("Java %s, not started by bin/quire".formatted(Runtime.version()));
    }
    return AotCache.of(Path.of(home), surroundings)
        .size()
        .map(size -> cached(Path.of(home), size))
        .orElseGet(
            () ->
                Finding.warn(
                    "Java %s without a cache: servers start slower".formatted(Runtime.version()),
                    "quire setup"));
  }

  private Finding cached(Path home, long size) {
    try {
      Path folder = AotCache.of(home, surroundings).folder();
      String madeFor = Files.readString(folder.resolve("made-for")).strip();
      return madeFor.equals(home.toString())
          ? Finding.ok("Java %s with a cache of %,d KiB".formatted(Runtime.version(), size / 1024))
          : Finding.warn("the cache was made for %s".formatted(madeFor), "quire setup");
    } catch (IOException unreadable) {
      return Finding.warn("the cache has no note of its place: " + unreadable, "quire setup");
    }
  }
}
