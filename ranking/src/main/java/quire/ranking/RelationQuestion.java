package quire.ranking;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import quire.api.Relation;
import quire.text.StopWords;
import quire.text.Tokens;
import quire.text.WordForms;

/**
 * What a question asks of relations, as "who owns X" and "what depends on Y" do: it has a word of
 * the relation's type and the name of one of its ends.
 */
final class RelationQuestion {
  /** So much of an end's name has to be in the question. */
  private static final double NAMED = 0.5;

  /** What counts for a relation that leads the other way than the question asks. */
  private static final double OTHER_WAY = 0.8;

  /** Shorter parts are in too many types. */
  private static final int SHORTEST_PART = 3;

  private final List<Term> terms;
  private final List<String> words;

  /** The words as terms, in their order. */
  private final List<Term> spelled;

  /** The terms in each type that was looked at: many relations have the same. */
  private final Map<String, TermWeights> types = new HashMap<>();

  /**
   * @param terms as they are spelled: a type need not be a word of any fact
   */
  RelationQuestion(String query, List<Term> terms) {
    this.terms = terms;
    this.words = Tokens.words(query);
    this.spelled = words.stream().map(Term::of).toList();
  }

  /**
   * A relation that was asked for.
   *
   * @param factor by which it counts
   * @param reached the end that was not named; empty if both were
   */
  record Answer(Occurrences.Of fact, double factor, Optional<String> reached) {}

  /** {@return a relation as a sentence, such as "Mira — works on → Quire"} */
  static String sentence(Relation relation) {
    return relation.from()
        + " \u2014 "
        + relation.type().replace('_', ' ')
        + " \u2192 "
        + relation.to();
  }

  /** {@return parts, one of which a type has that the question has a word of} */
  List<String> parts() {
    Set<String> parts = new LinkedHashSet<>();
    for (Term term : terms) {
      if (term.isSearchable()) {
        parts.addAll(term.parts());
        String deed = deed(term.word());
        if (deed.length() >= SHORTEST_PART) {
          parts.add(deed);
        }
      }
    }
    return List.copyOf(parts);
  }

  /** {@return whether so much of this name is in the question that it may be meant} */
  boolean names(String name) {
    int[] telling = {0};
    int[] said = {0};
    Tokens.visit(
        name,
        token -> {
          if (!StopWords.contains(token)) {
            telling[0]++;
            said[0] += isTerm(token) ? 1 : 0;
          }
        },
        joined -> {});
    return said[0] > 0 && said[0] >= NAMED * telling[0];
  }

  private boolean isTerm(String token) {
    String stem = WordForms.stem(token);
    return terms.stream().anyMatch(term -> term.weight(token, stem) > 0);
  }

  /** {@return the relation as an answer, if the question asks for it} */
  Optional<Answer> answer(StoredRelation stored, Occurrences occurrences) {
    Relation relation = stored.relation();
    TermWeights type = types.computeIfAbsent(relation.type(), this::inType);
    if (!type.any()) {
      return Optional.empty();
    }
    boolean from = isNamed(relation.from(), type, occurrences);
    boolean to = isNamed(relation.to(), type, occurrences);
    if (!from && !to) {
      return Optional.empty();
    }
    Optional<String> reached =
        from == to ? Optional.empty() : Optional.of(from ? relation.to() : relation.from());
    boolean otherWay = from != to && asksForSource(relation, to) != to;
    return Optional.of(new Answer(occurrences.in(stored, type), otherWay ? OTHER_WAY : 1, reached));
  }

  /** A word that belongs to the type names no end: "the owner of X" does not mean owner-service. */
  private boolean isNamed(String end, TermWeights type, Occurrences occurrences) {
    TermWeights name = occurrences.inName(end);
    for (int term = 0; term < name.terms(); term++) {
      if (name.at(term) > 0 && type.at(term) == 0) {
        return names(end);
      }
    }
    return false;
  }

  private TermWeights inType(String type) {
    TermWeights weights = TermWeights.zero(terms.size());
    for (String token : Tokens.words(type)) {
      for (int term = 0; term < terms.size(); term++) {
        weights.addUpTo(term, isOfType(terms.get(term), token) ? 1 : 0, 1);
      }
    }
    return weights;
  }

  private static boolean isOfType(Term term, String token) {
    return term.weight(token, WordForms.stem(token)) > 0
        || WordForms.stem(deed(term.word())).equals(WordForms.stem(deed(token)));
  }

  /** {@return what an owner or creator does; another word as it is} English only. */
  private static String deed(String word) {
    boolean isDoer = word.length() >= 4 && (word.endsWith("er") || word.endsWith("or"));
    return isDoer ? word.substring(0, word.length() - 2) : word;
  }

  /**
   * {@return whether the question asks where the relation comes from} "What depends on Y" does,
   * "what does Y depend on" does not; "by" in the question or in the type turns it round.
   */
  private boolean asksForSource(Relation relation, boolean toIsNamed) {
    List<String> type = Tokens.words(relation.type());
    Set<String> name = new HashSet<>(Tokens.words(toIsNamed ? relation.to() : relation.from()));
    int typeAt = words.size();
    int nameAt = words.size();
    for (int i = words.size() - 1; i >= 0; i--) {
      Term word = spelled.get(i);
      if (name.contains(words.get(i))) {
        nameAt = i;
      } else if (type.stream().anyMatch(token -> isOfType(word, token))) {
        typeAt = i;
      }
    }
    return typeAt < nameAt ^ words.contains("by") ^ type.contains("by");
  }
}
