package quire.ranking;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import quire.api.Fact;
import quire.api.Relation;
import quire.text.PlainText;
import quire.text.Tokens;
import quire.text.WordForms;

/** Which of a question's terms stand in which part of a fact. */
final class Occurrences {
  private static final int MOST_THAT_COUNT = 2;

  /**
   * What was found in one fact.
   *
   * @param label in what stands before a colon at its beginning, as who says it
   * @param length the words of its text
   * @param plain its text, plain
   * @param plainName the name of its entity, plain
   * @param relation what the fact tells, if it is no observation
   */
  record Of(
      Fact fact,
      String plain,
      String plainName,
      TermWeights text,
      TermWeights name,
      TermWeights type,
      TermWeights label,
      int length,
      Set<String> words,
      Optional<Relation> relation) {
    /** {@return whether the fact's text or its entity's name has this term} */
    boolean holds(int term) {
      return text.at(term) > 0 || name.at(term) > 0;
    }
  }

  private static final double[] NOTHING = {};

  private final List<Term> terms;
  private final Map<String, double[]> weightsOfTokens = new HashMap<>();
  private final Map<String, Counted> namesAndTypes = new HashMap<>();

  private record Counted(String plain, TermWeights weights, Set<String> words) {}

  Occurrences(List<Term> terms) {
    this.terms = terms;
  }

  Of in(Fact fact) {
    Counted entity = namesAndTypes.computeIfAbsent(fact.entity(), this::count);
    TermWeights name = entity.weights();
    TermWeights type = namesAndTypes.computeIfAbsent(fact.type(), this::count).weights();
    Set<String> words = new LinkedHashSet<>(entity.words());
    if (fact.text().isEmpty()) {
      TermWeights none = TermWeights.zero(terms.size());
      return new Of(fact, "", entity.plain(), none, name, type, none, 1, words, Optional.empty());
    }
    TermWeights label =
        Wording.label(fact.text().get())
            .map(said -> namesAndTypes.computeIfAbsent(said, this::count).weights())
            .orElseGet(() -> TermWeights.zero(terms.size()));
    int[] length = {0};
    TermWeights text = TermWeights.zero(terms.size());
    Tokens.visit(
        fact.text().get(),
        token -> {
          length[0]++;
          add(text, token, MOST_THAT_COUNT, words);
        },
        token -> addJoined(text, token, MOST_THAT_COUNT, words));
    return new Of(
        fact,
        PlainText.of(fact.text().get()),
        entity.plain(),
        text,
        name,
        type,
        label,
        length[0],
        words,
        Optional.empty());
  }

  /**
   * {@return a relation as a fact} Its text are the words of its type, its name those of both ends.
   *
   * @param type the terms of the type
   */
  Of in(StoredRelation stored, TermWeights type) {
    Relation relation = stored.relation();
    Set<String> words = new LinkedHashSet<>();
    TermWeights names = TermWeights.zero(terms.size());
    TermWeights types = TermWeights.zero(terms.size());
    for (String end : List.of(relation.from(), relation.to())) {
      Counted counted = namesAndTypes.computeIfAbsent(end, this::count);
      names.addOnce(counted.weights(), 1);
      words.addAll(counted.words());
    }
    for (String end : List.of(stored.fromType(), stored.toType())) {
      types.addOnce(namesAndTypes.computeIfAbsent(end, this::count).weights(), 1);
    }
    for (int term = 0; term < terms.size(); term++) {
      if (type.at(term) > 0) {
        words.add(terms.get(term).word());
      }
    }
    Fact fact =
        new Fact(
            stored.sequence(),
            relation.from(),
            stored.fromType(),
            Optional.of(RelationQuestion.sentence(relation)),
            stored.author(),
            stored.time());
    int[] length = {0};
    Tokens.visit(fact.text().orElseThrow(), token -> length[0]++, joined -> {});
    return new Of(
        fact,
        PlainText.of(fact.text().orElseThrow()),
        "",
        type,
        names,
        types,
        TermWeights.zero(terms.size()),
        length[0],
        words,
        Optional.of(relation));
  }

  /** {@return the terms in a name} */
  TermWeights inName(String name) {
    return namesAndTypes.computeIfAbsent(name, this::count).weights();
  }

  private Counted count(String text) {
    TermWeights sum = TermWeights.zero(terms.size());
    Set<String> words = new LinkedHashSet<>();
    Tokens.visit(
        text, token -> add(sum, token, 1, words), token -> addJoined(sum, token, 1, words));
    return new Counted(PlainText.of(text), sum, words);
  }

  /** The parts of a word were counted: as a compound it would be counted again. */
  private void addJoined(TermWeights sum, String token, int most, Set<String> words) {
    if (terms.stream().noneMatch(term -> term.compounds().contains(token))) {
      add(sum, token, most, words);
    }
  }

  private void add(TermWeights sum, String token, int most, Set<String> words) {
    double[] weights = weightsOfTokens.computeIfAbsent(token, this::weights);
    if (weights.length == 0) {
      return;
    }
    words.add(token);
    for (int i = 0; i < weights.length; i++) {
      sum.addUpTo(i, weights[i], most);
    }
  }

  private double[] weights(String token) {
    if (terms.stream().noneMatch(term -> term.canBegin(token.charAt(0)))) {
      return NOTHING;
    }
    String stem = WordForms.stem(token);
    double[] weights = terms.stream().mapToDouble(term -> term.weight(token, stem)).toArray();
    return Arrays.stream(weights).anyMatch(weight -> weight > 0) ? weights : NOTHING;
  }
}
