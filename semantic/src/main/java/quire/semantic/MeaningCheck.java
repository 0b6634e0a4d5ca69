package quire.semantic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import quire.api.spi.FileFailure;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;

/**
 * Whether facts are found by their meaning here, and what is kept for it.
 *
 * @param place the file that vectors are kept in, if there is a place for it
 */
record MeaningCheck(Optional<ModelFolder> model, Optional<Path> place) implements HealthCheck {
  @Override
  public String name() {
    return "meaning";
  }

  @Override
  public Finding run() {
    if (model.isEmpty()) {
      return Finding.skip("this installation brings no model; facts are found by their words");
    }
    try {
      tryOut(model.get());
    } catch (IOException e) {
      return Finding.warn(
          "facts are found by their words alone: " + FileFailure.told(e),
          "unpack the archive again; if it stays so, the library does not suit this machine");
    }
    try {
      return Finding.ok(
          "%s of %,d KiB runs here; %s"
              .formatted(ModelFolder.MODEL_ID, Files.size(model.get().model()) / 1024, kept()));
    } catch (IOException e) {
      return Finding.warn(
          "each server computes anew what facts mean: " + FileFailure.told(e),
          "make room and give yourself the right to write there, or delete the file");
    }
  }

  private static void tryOut(ModelFolder files) throws IOException {
    Model model = new Model(files);
    model.load();
    try {
      if (model.fact("a parcel").isEmpty()) {
        throw new IOException("the model gives no answer");
      }
    } finally {
      model.close();
    }
  }

  private String kept() throws IOException {
    if (place.isEmpty()) {
      return "no vectors are kept, since nothing says where this user's folder is";
    }
    Path file = place.get();
    if (!Files.exists(file)) {
      return "no vectors are kept yet in " + file;
    }
    return "vectors of %,d texts, %,d KiB in %s"
        .formatted(VectorFile.look(file), Files.size(file) / 1024, file);
  }
}
