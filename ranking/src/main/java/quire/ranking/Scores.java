package quire.ranking;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import quire.api.Fact;
import quire.api.RecalledFact.Score;
import quire.text.PlainText;

/**
 * Compares facts by BM25 over weighted fields: a fact's text, its entity's name and type, and what
 * stands around it.
 */
final class Scores {
  private static final double NAME = 2;
  private static final double TYPE = 0.5;
  private static final double SATURATION = 2;
  private static final double LENGTH = 0.4;
  private static final double NAMED_TIME = 0.5;

  private final Question question;
  private final Collection<Occurrences.Of> all;
  private final Surroundings surroundings;
  private final double[] rarity;
  private final double meanLength;
  private final double rarityOfPeriod;

  Scores(Question question, long newest, Collection<Occurrences.Of> all) {
    this.question = question;
    this.all = all;
    this.surroundings = new Surroundings(all);
    this.rarity = new double[question.terms().size()];
    for (int i = 0; i < rarity.length; i++) {
      int term = i;
      rarity[i] = rarity(all.stream().filter(of -> of.holds(term)).count(), newest);
    }
    this.meanLength = all.stream().mapToInt(Occurrences.Of::length).average().orElse(1);
    this.rarityOfPeriod =
        rarity(all.stream().filter(of -> timeWeight(of.fact()) > 0).count(), newest);
  }

  /** {@return how much a word tells that is in so many of all facts} */
  static double rarity(long holding, long all) {
    return Math.log(1 + (Math.max(0, all - holding) + 0.5) / (holding + 0.5));
  }

  /** A fact with its score. */
  record Scored(Occurrences.Of occurrences, Score score) {}

  /** {@return the facts for which anything speaks, best first} */
  List<Scored> ranked() {
    Set<String> withText = new HashSet<>();
    all.stream()
        .filter(of -> of.fact().text().isPresent())
        .forEach(of -> withText.add(of.fact().entity()));
    return all.stream()
        .filter(of -> of.fact().text().isPresent() || !withText.contains(of.fact().entity()))
        .map(of -> new Scored(of, score(of)))
        .filter(scored -> scored.score().total() > 0 || question.literal().isEmpty())
        .sorted(
            Comparator.<Scored>comparingDouble(scored -> -scored.score().total())
                .thenComparingLong(scored -> -scored.occurrences().fact().sequence()))
        .toList();
  }

  private Score score(Occurrences.Of of) {
    Surroundings.Weights around = surroundings.of(of);
    double[] parts = new double[4];
    double most = 0;
    double lengthened = SATURATION * (1 - LENGTH + LENGTH * of.length() / meanLength);
    for (int i = 0; i < rarity.length; i++) {
      double[] weights = {
        of.text().at(i),
        NAME * of.name().at(i) + TYPE * of.type().at(i),
        around.nearby().at(i),
        around.entity().at(i)
      };
      double weight = weights[0] + weights[1] + weights[2] + weights[3];
      for (int part = 0; part < parts.length && weight > 0; part++) {
        parts[part] += rarity[i] * (SATURATION + 1) * weights[part] / (weight + lengthened);
      }
      most += rarity[i] * (SATURATION + 1);
    }
    double time = timeWeight(of.fact()) * rarityOfPeriod * (SATURATION + 1) / 2;
    most += 1 + 2 * rarityOfPeriod * (SATURATION + 1);
    return new Score(parts[0], parts[1], parts[2], parts[3], time, exact(of.fact(), most));
  }

  private double timeWeight(Fact fact) {
    Optional<Period> period = question.period();
    if (period.isEmpty()) {
      return 0;
    }
    boolean named =
        period.get().isNamedIn(fact.entity()) || period.get().isNamedIn(fact.text().orElse(""));
    return (period.get().contains(fact.time()) ? 1 : 0) + (named ? NAMED_TIME : 0);
  }

  /**
   * Counts the exact name and the literal query more than everything else together.
   *
   * @param most what everything else can reach
   */
  private double exact(Fact fact, double most) {
    if (question.isName(fact.entity())) {
      return 2 * most;
    }
    String text = PlainText.of(fact.text().orElse(""));
    String name = PlainText.of(fact.entity());
    if (question.standsIn(text) || question.standsIn(name)) {
      return most;
    }
    long identifiers =
        question.identifiers().stream()
            .filter(identifier -> text.contains(identifier) || name.contains(identifier))
            .count();
    return identifiers == 0 ? 0 : most / 2 * identifiers / question.identifiers().size();
  }
}
