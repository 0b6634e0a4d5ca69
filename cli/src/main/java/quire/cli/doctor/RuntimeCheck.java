package quire.cli.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;
import quire.cli.base.Surroundings;
import quire.cli.install.AotCache;
import quire.cli.install.CacheDigest;

/**
 * Whether Java is the one that Quire was built for, and whether its cache is in use.
 *
 * @param home the installation, if the launcher of one started this program
 */
record RuntimeCheck(Surroundings surroundings, Runtime.Version version, Optional<Path> home)
    implements HealthCheck {
  private static final int WANTED = 25;

  @Override
  public String name() {
    return "java";
  }

  @Override
  public Finding run() throws IOException {
    if (version.feature() != WANTED) {
      return Finding.fail(
          "Java %s runs Quire, which was built for %d".formatted(version, WANTED),
          "start it with bin/quire, which brings its own");
    }
    if (home.isEmpty()) {
      return Finding.skip("Java %s, not started by bin/quire".formatted(version));
    }
    List<Finding> found = new ArrayList<>();
    for (AotCache cache : AotCache.places(home.get(), surroundings)) {
      cache.size().map(size -> cached(home.get(), cache, size)).ifPresent(found::add);
    }
    return found.stream()
        .filter(finding -> finding.verdict() == Finding.Verdict.FAIL)
        .findFirst()
        .or(
            () ->
                found.stream()
                    .filter(finding -> finding.verdict() == Finding.Verdict.OK)
                    .findFirst())
        .or(() -> found.stream().findFirst())
        .orElseGet(
            () ->
                Finding.warn(
                    "Java %s without a cache: servers start slower".formatted(version),
                    "quire setup"));
  }

  private Finding cached(Path home, AotCache cache, long size) {
    try {
      Optional<String> foreign = CacheDigest.of(home, surroundings).objection(cache);
      if (foreign.isPresent()) {
        return Finding.fail(
            "Java %s: %s".formatted(version, foreign.get()),
            "delete %s, find out who wrote it, then: quire setup".formatted(cache.folder()));
      }
      return cache
          .objection(home)
          .map(objection -> Finding.warn(objection, "quire setup"))
          .orElseGet(
              () -> Finding.ok("Java %s with a cache of %,d KiB".formatted(version, size / 1024)));
    } catch (IOException unreadable) {
      return Finding.warn("the cache cannot be examined: " + unreadable, "quire setup");
    }
  }
}
