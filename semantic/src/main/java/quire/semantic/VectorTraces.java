package quire.semantic;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import quire.api.spi.FileFailure;
import quire.api.spi.HealthCheck;
import quire.api.spi.TraceFolder;
import quire.api.spi.Traces;

/** The vectors of a user's facts: who has a vector can guess at its text. */
public final class VectorTraces implements Traces {
  private final Optional<ModelFolder> model;
  private final Optional<TraceFolder> place;

  /** Of the user of this process. */
  public VectorTraces() {
    this(ModelFolder.installed(), TraceFolder.ofThisUser());
  }

  VectorTraces(Optional<ModelFolder> model, Optional<TraceFolder> place) {
    this.model = model;
    this.place = place;
  }

  /** {@return the file of the vectors of this model} */
  static Path file(TraceFolder place) {
    return place.file(ModelFolder.MODEL_ID);
  }

  @Override
  public List<Path> files() {
    return place.map(TraceFolder::files).orElse(List.of());
  }

  @Override
  public List<HealthCheck> healthChecks() {
    return List.of(new MeaningCheck(model, place.map(VectorTraces::file)));
  }

  @Override
  public List<String> erase() {
    List<String> left = new ArrayList<>();
    for (Path file : files()) {
      try (VectorFile vectors = VectorFile.open(file, Clock.systemUTC())) {
        vectors.erase();
      } catch (IOException e) {
        left.add("%s: delete it; %s".formatted(file, FileFailure.told(e)));
      }
    }
    return left;
  }
}
