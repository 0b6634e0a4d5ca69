package quire.semantic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import quire.api.spi.FileFailure;
import quire.api.spi.HealthCheck;
import quire.api.spi.Traces;

/** The vectors of a user's facts: who has a vector can guess at its text. */
public final class VectorTraces implements Traces {
  private final Optional<ModelFolder> model;
  private final Path file;

  /** Of the user of this process. */
  public VectorTraces() {
    this(ModelFolder.installed(), CachePlace.ofThisUser().file());
  }

  VectorTraces(Optional<ModelFolder> model, Path file) {
    this.model = model;
    this.file = file;
  }

  @Override
  public List<Path> files() {
    return Files.isRegularFile(file) ? List.of(file) : List.of();
  }

  @Override
  public List<HealthCheck> healthChecks() {
    return List.of(new MeaningCheck(model, file));
  }

  @Override
  public List<String> erase() {
    if (files().isEmpty()) {
      return List.of();
    }
    try (VectorFile vectors = VectorFile.open(file, Clock.systemUTC())) {
      vectors.erase();
      return List.of();
    } catch (IOException e) {
      return List.of("%s: delete it; %s".formatted(file, FileFailure.told(e)));
    }
  }
}
