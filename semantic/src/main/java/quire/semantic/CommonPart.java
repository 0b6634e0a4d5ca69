package quire.semantic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What all questions have in common, and all facts, as the model sees them: most of each direction,
 * so that everything seems near to everything. Taken away in part, what distinguishes texts counts
 * more; taken away altogether, chance does.
 *
 * <p>Means over the facts of the recall set and over the questions of its development part.
 */
final class CommonPart {
  /** From .5 to .7 nothing changes by more than a point; at 1, conversations lose three. */
  private static final float TAKEN_AWAY = .6f;

  private static final float UNIT = 10_000;

  private final float[] ofQuestions;
  private final float[] ofFacts;

  private CommonPart(float[] ofQuestions, float[] ofFacts) {
    this.ofQuestions = ofQuestions;
    this.ofFacts = ofFacts;
  }

  /** Reads it: a line for questions and one for facts, in ten thousandths. */
  static CommonPart read() throws IOException {
    try (InputStream file =
            Objects.requireNonNull(CommonPart.class.getResourceAsStream("common-e5-small-v2.txt"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.US_ASCII))) {
      List<String> both = lines.readAllLines();
      return new CommonPart(numbers(both.get(0)), numbers(both.get(1)));
    }
  }

  private static float[] numbers(String line) {
    int[] written = Arrays.stream(line.split(" ")).mapToInt(Integer::parseInt).toArray();
    float[] numbers = new float[Vector.PARTS];
    for (int at = 0; at < numbers.length; at++) {
      numbers[at] = written[at] / UNIT;
    }
    return numbers;
  }

  /** {@return what is its own in a question} */
  Vector withoutOfQuestions(float[] direction) {
    return without(ofQuestions, direction);
  }

  /** {@return what is its own in a fact} */
  Vector withoutOfFacts(float[] direction) {
    return without(ofFacts, direction);
  }

  private static Vector without(float[] common, float[] direction) {
    double square = 0;
    for (float part : direction) {
      square += part * part;
    }
    float length = (float) Math.sqrt(Math.max(square, Float.MIN_NORMAL));
    float[] own = new float[Vector.PARTS];
    for (int at = 0; at < own.length; at++) {
      own[at] = direction[at] / length - TAKEN_AWAY * common[at];
    }
    return Vector.of(own);
  }
}
