package quire.semantic;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** The network of the model as the library has it in memory. Threads may ask it at once. */
final class Network implements AutoCloseable {
  private static final String FOLDER_OF_LIBRARY = "onnxruntime.native.path";

  private final OrtEnvironment environment;
  private final OrtSession session;

  private Network(OrtEnvironment environment, OrtSession session) {
    this.environment = environment;
    this.session = session;
  }

  /** Loads the library, if this process did not yet, and the model. */
  static Network load(ModelFolder files) throws IOException {
    // Without it, the library would be unpacked into the temporary folder by each process.
    System.setProperty(FOLDER_OF_LIBRARY, files.folder().toString());
    try {
      OrtEnvironment environment =
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "quire");
      removeTemporaryFolder();
      environment.setTelemetry(false);
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        // What is kept for the next text is more than what the model itself takes.
        options.setCPUArenaAllocator(false);
        options.setMemoryPatternOptimization(false);
        return new Network(
            environment, environment.createSession(files.model().toString(), options));
      }
    } catch (OrtException | LinkageError | ReflectiveOperationException | RuntimeException e) {
      throw new IOException(
          "the library in %s does not run here: %s".formatted(files.folder(), rootOf(e)), e);
    }
  }

  /** The library's class makes it before all else, and a killed process would leave it behind. */
  private static void removeTemporaryFolder() throws ReflectiveOperationException, IOException {
    Field field = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("tempDirectory");
    field.setAccessible(true);
    if (field.get(null) instanceof Path folder) {
      Files.deleteIfExists(folder);
    }
  }

  private static String rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  /** {@return the direction of a text, as the sum over its pieces; its length means nothing} */
  float[] direction(long[] pieces) throws OrtException {
    long[] shape = {1, pieces.length};
    long[] ones = new long[pieces.length];
    Arrays.fill(ones, 1);
    try (OnnxTensor numbers = tensor(pieces, shape);
        OnnxTensor mask = tensor(ones, shape);
        OnnxTensor types = tensor(new long[pieces.length], shape);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", numbers, "attention_mask", mask, "token_type_ids", types))) {
      if (!(result.get(0) instanceof OnnxTensor states)) {
        throw new IllegalStateException("The model answers with something else than numbers");
      }
      return sums(states.getFloatBuffer());
    }
  }

  private OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
  }

  private static float[] sums(FloatBuffer states) {
    float[] sums = new float[Vector.PARTS];
    float[] one = new float[Vector.PARTS];
    while (states.hasRemaining()) {
      states.get(one);
      for (int at = 0; at < Vector.PARTS; at++) {
        sums[at] += one[at];
      }
    }
    return sums;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("Cannot close the model", e);
    }
  }
}
