package quire.ranking;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import quire.api.Fact;
import quire.api.RecalledFact.Score;

/**
 * Compares facts by BM25 over weighted fields: a fact's text, its entity's name and type, and what
 * stands around it. S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and
 * Beyond", 2009; docs/recall.md has the runs that chose the numbers.
 */
final class Scores {
  private static final double NAME = 2;
  private static final double TYPE = 0.5;
  private static final double LABEL = 1;

  /** BM25's k1, chosen on the development parts with the light words (docs/recall.md). */
  private static final double SATURATION = 1.5;

  /** BM25's b. Between 0.2 and 0.4 nothing changes by more than half a point. */
  private static final double LENGTH = 0.2;

  /**
   * A word in the names of more than this share of all facts tells nothing there. Counted are the
   * facts that were read, so only a store of up to about a thousand facts can have one.
   */
  private static final double IN_MOST_NAMES = 0.5;

  /** What a time counts that the fact names, where being written then counts 1. */
  private static final double NAMED_TIME = 1.5;

  /** How much more a fact counts that says a time if the question asks when, or a reason if why. */
  private static final double SAYS_WHAT_IS_ASKED = 1.2;

  /** How much less a text counts that asks questions itself, as people do in conversations. */
  private static final double ASKS = 0.2;

  /**
   * What has less than this share of the most words lends nothing to what stands around it: that
   * would be noise. A question for a rare word takes two thirds of the time; 0.3 brings the same
   * order, 0.5 another one.
   */
  private static final double LEAST_OF_A_CENTRE = 0.4;

  /** Less than this share of the best is noise: nothing that answers a question was below it. */
  private static final double LEAST = 0.15;

  /** The same for what has no word of the question and is lifted by its surroundings alone. */
  private static final double LEAST_AROUND = 0.25;

  /**
   * What has less than a tenth of the best, because that holds the question letter by letter, is
   * noise unless it has half of its words.
   */
  private static final double TENTH = 0.1;

  private static final double HALF_OF_THE_WORDS = 0.5;

  /**
   * How much less meaning counts if every word of the question is misspelled, for the model has
   * hardly read those. Of 0.3 to 1, all bring the same order on the development parts.
   */
  private static final double MISREAD = 0.5;

  /** How much of a relation that was asked for counts for the facts of the end it leads to. */
  private static final double REACHED = 0.5;

  private final Question question;
  private final Collection<Occurrences.Of> all;
  private final double[] rarity;

  /** The same of a word in the name of an entity. */
  private final double[] rarityInName;

  private final double rarityOfPeriod;
  private final boolean asksForTime;
  private final boolean asksForReason;
  private final Optional<Meaning> meaning;

  /** What the words of the question count that stand in a fact once. */
  private final double allWords;

  /** How much of the question something that tells meanings has read. */
  private final double read;

  /** Compares facts by their words. */
  Scores(Question question, Candidates candidates) {
    this(question, candidates, Optional.empty());
  }

  Scores(Question question, Candidates candidates, Optional<Meaning> meaning) {
    long newest = candidates.newest();
    this.question = question;
    this.all = candidates.found();
    this.meaning = meaning;
    this.rarity = new double[question.terms().size()];
    this.rarityInName = new double[rarity.length];
    int misspelled = 0;
    for (int i = 0; i < rarity.length; i++) {
      Term term = question.terms().get(i);
      long holding = 0;
      long inName = 0;
      long inText = 0;
      for (Occurrences.Of of : all) {
        holding += of.holds(i) ? 1 : 0;
        inName += of.name().at(i) > 0 ? 1 : 0;
        inText += of.text().at(i) > 0 ? 1 : 0;
      }
      // A word that stands in thousands of facts must not seem rare where few of these were read.
      rarityInName[i] = rarity(term, Math.max(holding, candidates.mayHaveUnread(i)), newest);
      // What most names have, as those of all talks of two people, tells by the texts alone.
      boolean inMostNames = inText > 0 && inName > IN_MOST_NAMES * newest;
      rarity[i] = inMostNames ? rarity(term, inText, newest) : rarityInName[i];
      // A word that nothing is spelled like may be right, and only not be here.
      misspelled += term.misspelled() && holding > 0 ? 1 : 0;
    }
    this.allWords = 2 * DoubleStream.of(rarity).sum();
    this.read = 1 - MISREAD * misspelled / Math.max(1, rarity.length);
    this.rarityOfPeriod = rarity(all.stream().filter(of -> timeWeight(of) > 0).count(), newest);
    this.asksForTime = Wording.asksForTime(question.literal());
    this.asksForReason = Wording.asksForReason(question.literal());
  }

  /** {@return how much a word of a question tells that is in so many of all facts} */
  static double rarity(Term term, long holding, long all) {
    return rarity(holding, all) * LightWords.weight(term.word());
  }

  /** {@return how much something tells that is in so many of all facts} */
  static double rarity(long holding, long all) {
    return Math.log(1 + (Math.max(0, all - holding) + 0.5) / (holding + 0.5));
  }

  /**
   * A fact with its score.
   *
   * @param replaced whether a newer fact that was found as well says otherwise
   */
  record Scored(Occurrences.Of occurrences, Score score, boolean replaced) {
    Fact fact() {
      return occurrences.fact();
    }

    Scored asReplaced() {
      return new Scored(occurrences, score, true);
    }

    /** {@return the score without what is lifted above everything else} */
    private double graded() {
      return score.total() - score.exact();
    }

    private double gradedByWords() {
      return graded() - score.meaning();
    }

    private boolean hasReasonOfItsOwn() {
      return score.text() + score.name() + score.time() > 0;
    }
  }

  /**
   * A fact with what it has of the question itself.
   *
   * @param exact by which it is lifted above everything else
   */
  private record Own(Occurrences.Of of, double words, double exact) {
    double total() {
      return words + exact;
    }
  }

  /** {@return the facts that have most words of the question themselves, best first} */
  List<Occurrences.Of> byOwnWords() {
    List<Own> own = all.stream().map(this::own).filter(one -> one.total() > 0).toList();
    double most = own.stream().mapToDouble(Own::words).max().orElse(0);
    return own.stream()
        .filter(one -> one.total() >= LEAST_OF_A_CENTRE * most)
        .sorted((one, other) -> bestFirst(one.total(), one.of(), other.total(), other.of()))
        .map(Own::of)
        .toList();
  }

  /**
   * By plain code, as in all of this package: what Comparator combines is serializable, and a class
   * that the JVM makes for that at each start, as no cache keeps it.
   */
  private static int bestFirst(
      double score, Occurrences.Of fact, double otherScore, Occurrences.Of other) {
    int order = Double.compare(otherScore, score);
    return order == 0 ? Long.compare(other.fact().sequence(), fact.fact().sequence()) : order;
  }

  private Own own(Occurrences.Of of) {
    double sum = 0;
    double most = 0;
    for (int i = 0; i < rarity.length; i++) {
      double weight = of.text().at(i) + (name(of, i) + label(of, i));
      sum += rarity[i] * (SATURATION + 1) * weight / (weight + SATURATION);
      most += rarity[i] * (SATURATION + 1);
    }
    return new Own(of, sum + timeScore(of), exact(of, most));
  }

  /**
   * {@return the facts for which something speaks, best first}
   *
   * @param related relations that the question asks for
   */
  List<Scored> ranked(List<RelationQuestion.Answer> related) {
    Set<String> withText = new HashSet<>();
    all.stream()
        .filter(of -> of.fact().text().isPresent())
        .forEach(of -> withText.add(of.fact().entity()));
    Neighbourhood surroundings = new Neighbourhood(all);
    Map<String, TermWeights> reached = reached(related);
    TermWeights none = TermWeights.zero(rarity.length);
    List<Placed> placed =
        all.stream()
            .map(
                of ->
                    new Placed(
                        of, surroundings.of(of), reached.getOrDefault(of.fact().entity(), none), 1))
            .toList();
    double mean = placed.stream().mapToInt(Placed::length).average().orElse(1);
    Neighbourhood.Weights alone = Neighbourhood.Weights.none(rarity.length);
    return Stream.concat(
            placed.stream().filter(one -> isFact(one.of().fact(), withText)),
            related.stream().map(answer -> new Placed(answer.fact(), alone, none, answer.factor())))
        .map(one -> new Scored(one.of(), score(one, mean), false))
        .filter(scored -> scored.score().total() > 0 || question.literal().isEmpty())
        .sorted(
            (one, other) ->
                bestFirst(
                    one.score().total(),
                    one.occurrences(),
                    other.score().total(),
                    other.occurrences()))
        .toList();
  }

  /** {@return of these the facts for which enough speaks, each before what it replaced} */
  List<Scored> answer(List<Scored> ranked) {
    return new Replacements(question, all).ordered(withoutNoise(ranked));
  }

  /** {@return by entity, the terms of the relations that lead to it} */
  private static Map<String, TermWeights> reached(List<RelationQuestion.Answer> related) {
    Map<String, TermWeights> reached = new HashMap<>();
    for (RelationQuestion.Answer answer : related) {
      if (answer.reached().isPresent()) {
        TermWeights terms =
            reached.computeIfAbsent(
                answer.reached().get(), unseen -> TermWeights.zero(answer.fact().text().terms()));
        for (int term = 0; term < terms.terms(); term++) {
          terms.addUpTo(term, answer.fact().text().at(term) + answer.fact().name().at(term), 1);
        }
      }
    }
    return reached;
  }

  private static boolean isFact(Fact fact, Set<String> withText) {
    return fact.text().isPresent() || !withText.contains(fact.entity());
  }

  /** Meaning puts into another order, and adds; what the words had found it does not take away. */
  private List<Scored> withoutNoise(List<Scored> ranked) {
    Predicate<Scored> enough = enough(ranked, Scored::graded);
    return ranked.stream()
        .filter(meaning.isEmpty() ? enough : enough.or(enough(ranked, Scored::gradedByWords)))
        .toList();
  }

  /**
   * {@return whether enough speaks for a fact beside the best one}
   *
   * @param graded what counts
   */
  private Predicate<Scored> enough(List<Scored> ranked, ToDoubleFunction<Scored> graded) {
    double best = ranked.stream().mapToDouble(graded).max().orElse(0);
    double first =
        ranked.stream()
            .mapToDouble(scored -> scored.score().exact() + graded.applyAsDouble(scored))
            .max()
            .orElse(0);
    return scored -> {
      double own = graded.applyAsDouble(scored);
      double least =
          scored.score().exact() + own < TENTH * first ? HALF_OF_THE_WORDS : least(scored);
      return scored.score().exact() > 0 || own >= best * least;
    };
  }

  private double least(Scored scored) {
    return scored.hasReasonOfItsOwn() || meaning.stream().anyMatch(m -> m.isNear(scored.fact()))
        ? LEAST
        : LEAST_AROUND;
  }

  private static double name(Occurrences.Of of, int term) {
    return NAME * of.name().at(term) + TYPE * of.type().at(term);
  }

  private static double label(Occurrences.Of of, int term) {
    return LABEL * of.label().at(term);
  }

  /**
   * A fact among others.
   *
   * @param reached the terms of the relations by which its entity was reached
   * @param factor by which it counts
   */
  private record Placed(
      Occurrences.Of of, Neighbourhood.Weights around, TermWeights reached, double factor) {
    /** {@return how long it is with what it borrows} */
    int length() {
      return of.length() + around.length();
    }
  }

  private Score score(Placed placed, double meanLength) {
    Occurrences.Of of = placed.of();
    Neighbourhood.Weights around = placed.around();
    double[] parts = new double[4];
    double most = 0;
    // A fact that borrows its neighbours' words has their length as well: else the shortest remark
    // between two long facts comes before both.
    double length = placed.length() / meanLength;
    double lengthened = SATURATION * (1 - LENGTH + LENGTH * length);
    for (int i = 0; i < rarity.length; i++) {
      double text = of.text().at(i);
      double label = label(of, i);
      double name = name(of, i);
      double nearby = around.nearby().at(i);
      double entity = around.entity().at(i) + REACHED * placed.reached().at(i);
      double weight = text + label + name + nearby + entity;
      if (weight > 0) {
        double each = (SATURATION + 1) / (weight + lengthened);
        parts[0] += rarity[i] * text * each;
        parts[1] += (rarity[i] * label + rarityInName[i] * name) * each;
        parts[2] += rarity[i] * nearby * each;
        parts[3] += rarity[i] * entity * each;
      }
      most += rarity[i] * (SATURATION + 1);
    }
    double factor = placed.factor() * wording(of.fact().text().orElse(""));
    most += 1 + 2 * rarityOfPeriod * (SATURATION + 1);
    most += meaning.isPresent() ? allWords * Meaning.most() : 0;
    return new Score(
        factor * parts[0],
        factor * parts[1],
        factor * parts[2],
        factor * parts[3],
        timeScore(of),
        exact(of, most * SAYS_WHAT_IS_ASKED),
        factor * allWords * meaning(of));
  }

  private double meaning(Occurrences.Of of) {
    return meaning.isEmpty() || of.relation().isPresent()
        ? 0
        : read * meaning.get().weight(of.fact());
  }

  private double wording(String text) {
    double factor = 1 - ASKS * Wording.questions(text);
    boolean says =
        (asksForTime && Wording.saysTime(text)) || (asksForReason && Wording.saysReason(text));
    return says ? factor * SAYS_WHAT_IS_ASKED : factor;
  }

  private double timeScore(Occurrences.Of of) {
    return timeWeight(of) * rarityOfPeriod * (SATURATION + 1) / 2;
  }

  private double timeWeight(Occurrences.Of of) {
    Optional<Period> period = question.period();
    if (period.isEmpty()) {
      return 0;
    }
    boolean named = period.get().isNamedIn(of.plainName()) || period.get().isNamedIn(of.plain());
    return (period.get().contains(of.fact().time()) ? 1 : 0) + (named ? NAMED_TIME : 0);
  }

  /**
   * Counts the exact name and the literal query more than everything else together.
   *
   * @param most what everything else can reach
   */
  private double exact(Occurrences.Of of, double most) {
    if (question.isPlainName(of.plainName())) {
      return 2 * most;
    }
    if (question.standsIn(of.plain()) || question.standsIn(of.plainName())) {
      return most;
    }
    int identifiers = 0;
    for (String identifier : question.identifiers()) {
      if (of.plain().contains(identifier) || of.plainName().contains(identifier)) {
        identifiers++;
      }
    }
    return identifiers == 0 ? 0 : most / 2 * identifiers / question.identifiers().size();
  }
}
