package quire.semantic;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import quire.api.spi.Sha256;

/**
 * The files that an installation brings for the model.
 *
 * @param folder where all of them lie
 */
record ModelFolder(Path folder) {
  /** Set by the launcher of an installation that brings the files. */
  static final String PROPERTY = "quire.semantic";

  private static final String MODEL_SHA256 =
      "7d9092cb25f2bd1c023b7e8d2aa459044a02030ac880e5a59fdaf27af69f1ded";

  private static final String VOCABULARY_SHA256 =
      "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66";

  /** Vectors of another model, or made otherwise, mean nothing to this one. */
  static final String MODEL_ID = "e5-small-v2-q-" + MODEL_SHA256.substring(0, 8) + "-2";

  /** {@return the folder of this installation, if it brings one} */
  static Optional<ModelFolder> installed() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of).map(ModelFolder::new);
  }

  Path model() {
    return folder.resolve("e5-small-v2-q.onnx");
  }

  Path vocabulary() {
    return folder.resolve("e5-small-v2-q-tokenizer.json");
  }

  /**
   * Reads all that is computed with, unless that is in vain meanwhile.
   *
   * @throws IOException if a file is missing, unreadable or not the one that was shipped
   */
  void examine(BooleanSupplier isInVain) throws IOException {
    for (String library : List.of("onnxruntime", "onnxruntime4j_jni")) {
      present(folder.resolve(System.mapLibraryName(library)));
    }
    examine(vocabulary(), VOCABULARY_SHA256, isInVain);
    examine(model(), MODEL_SHA256, isInVain);
  }

  private static void examine(Path file, String sha256, BooleanSupplier isInVain)
      throws IOException {
    present(file);
    MessageDigest digest = Sha256.begin();
    byte[] part = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(part); count >= 0; count = in.read(part)) {
        if (isInVain.getAsBoolean()) {
          return;
        }
        digest.update(part, 0, count);
      }
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
      throw new IOException(file + " is damaged: it is not what was shipped");
    }
  }

  private static void present(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is missing");
    }
  }
}
