package quire.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * How well some questions were answered.
 *
 * @param values each with how far it may be believed, in the order of {@link #NAMES}
 */
record RecallFigures(int questions, List<Value> values) {
  /** What is measured: shares of the evidence among the first, and 1 by the place of the first. */
  static final List<String> NAMES = List.of("recallAt1", "recallAt5", "recallAt10", "mrr");

  private static final int SAMPLES = 2_000;

  /** Of the samples, so many are beyond either end. */
  private static final double BEYOND = 0.025;

  RecallFigures {
    values = List.copyOf(values);
  }

  /**
   * A mean over questions.
   *
   * @param low 95 of 100 such sets of questions have a mean from here
   * @param high up to here
   */
  record Value(double mean, double low, double high) {}

  /** {@return the means over these questions; the same for the same questions} */
  static RecallFigures of(List<double[]> ofQuestions) {
    double[][] means = new double[NAMES.size()][SAMPLES];
    Random random = new Random(1);
    for (int sample = 0; sample < SAMPLES; sample++) {
      for (int i = 0; i < ofQuestions.size(); i++) {
        double[] drawn = ofQuestions.get(random.nextInt(ofQuestions.size()));
        for (int figure = 0; figure < means.length; figure++) {
          means[figure][sample] += drawn[figure];
        }
      }
      for (double[] sums : means) {
        sums[sample] /= ofQuestions.size();
      }
    }
    Value[] values = new Value[means.length];
    for (int figure = 0; figure < means.length; figure++) {
      int which = figure;
      double mean = ofQuestions.stream().mapToDouble(one -> one[which]).average().orElse(0);
      Arrays.sort(means[figure]);
      values[figure] =
          new Value(
              mean,
              means[figure][(int) (SAMPLES * BEYOND)],
              means[figure][(int) (SAMPLES * (1 - BEYOND))]);
    }
    return new RecallFigures(ofQuestions.size(), List.of(values));
  }
}
