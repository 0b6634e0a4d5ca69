package quire.ranking;

import java.util.Arrays;

/** A number for each term of a question, in the order of its terms. */
final class TermWeights {
  private final double[] weights;

  private TermWeights(double[] weights) {
    this.weights = weights;
  }

  static TermWeights zero(int terms) {
    return new TermWeights(new double[terms]);
  }

  TermWeights copy() {
    return new TermWeights(weights.clone());
  }

  int terms() {
    return weights.length;
  }

  double at(int term) {
    return weights[term];
  }

  boolean any() {
    return Arrays.stream(weights).anyMatch(weight -> weight > 0);
  }

  void add(int term, double weight) {
    weights[term] += weight;
  }

  void addUpTo(int term, double weight, double most) {
    weights[term] = Math.min(most, weights[term] + weight);
  }

  /** Adds what one fact says, however often it says it. */
  void addOnce(TermWeights said, double factor) {
    for (int term = 0; term < weights.length; term++) {
      weights[term] += factor * Math.min(1, said.weights[term]);
    }
  }
}
