package quire.ranking;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import quire.api.Fact;
import quire.api.RecallFilter;
import quire.text.PlainText;

/**
 * Gathers the facts that can be among the best, a bounded number of them however big the store is.
 *
 * <p>Each term contributes the newest facts that hold it; terms that are in too many facts are also
 * looked for together. Of all these the ones with the rarest terms are read and compared.
 */
final class Candidates {
  private static final int NEWEST_OF_A_TERM = 1000;
  private static final int NEWEST_OF_A_TIME = 300;
  private static final int MOST_READ = 500;
  private static final int MOST_WEAK = 150;

  /**
   * Of a frequent word that rarer ones leave no room for, to see that it is no mistake. Chosen, not
   * measured: a word that hardly one of so many with its beginning has may as well be a mistake.
   */
  private static final int MOST_OF_A_FREQUENT_TERM = 20;

  private static final int NAMED_ENTITIES = 50;
  private static final int FACTS_OF_AN_ENTITY = 30;

  /**
   * So many entities can be the end of a relation that is asked for. With these two bounds a
   * question to 100,000 entities and as many relations takes 3 % more of the processor.
   */
  private static final int NAMED_ENDS = 10;

  /** From and to each of them. */
  private static final int RELATIONS_OF_AN_END = 30;

  /** The best facts, whose surroundings are read as well. */
  private static final int CENTRES = 60;

  private final FactIndex index;
  private final RecallFilter filter;
  private final boolean byWordsAlone;
  private final Map<Long, Occurrences.Of> found = new HashMap<>();
  private List<RelationQuestion.Answer> related = List.of();
  private Occurrences occurrences = new Occurrences(List.of());

  /** What the index has answered; a question with a misspelled word asks most of it twice. */
  private final Map<String, long[]> answers = new HashMap<>();

  /** How many facts may have a term, of which hardly any was read; by the term's place. */
  private final Map<Integer, Long> hardlyRead = new HashMap<>();

  private long newest;

  /**
   * @param byWordsAlone whether nobody asks the index anything else afterwards
   */
  Candidates(FactIndex index, RecallFilter filter, boolean byWordsAlone) {
    this.index = index;
    this.filter = filter;
    this.byWordsAlone = byWordsAlone;
  }

  /** {@return the question as it was understood in the end: with misspelled terms} */
  Question gather(Question question) {
    occurrences = new Occurrences(question.terms());
    RelationQuestion relations = new RelationQuestion(question.literal(), question.terms());
    read(question, relations);
    List<Term> missing = missing(question);
    Question understood = question;
    if (!missing.isEmpty()) {
      understood =
          question.with(
              question.terms().stream()
                  .map(term -> missing.contains(term) ? term.asMisspelled() : term)
                  .toList());
      occurrences = new Occurrences(understood.terms());
      found.replaceAll((sequence, of) -> occurrences.in(of.fact()));
      read(understood, relations);
    }
    addSurroundings(understood);
    return understood;
  }

  /** Adds facts that need not have a word of the question, with what stands around them. */
  void addNear(List<Fact> facts) {
    facts.forEach(this::add);
    long[] sequences = facts.stream().mapToLong(Fact::sequence).toArray();
    index.around(sequences, Neighbourhood.DISTANCE).forEach(this::add);
  }

  /** {@return the facts with what was found in them} */
  Collection<Occurrences.Of> found() {
    return found.values();
  }

  /** {@return the relations that the question asks for, as facts} */
  List<RelationQuestion.Answer> related() {
    return related;
  }

  /** {@return at least as many as there are facts} */
  long newest() {
    return newest;
  }

  /** {@return how many facts may have a term, if it is frequent and hardly any was read; else 0} */
  long mayHaveUnread(int term) {
    return hardlyRead.getOrDefault(term, 0L);
  }

  private void read(Question question, RelationQuestion relations) {
    Search search = new Search(question);
    search.run();
    read(search, search.best());
    List<Integer> unread = search.unread();
    read(search, search.newestOf(unread));
    hardlyRead.clear();
    unread.forEach(term -> hardlyRead.put(term, search.mayHold[term]));
    List<String> named = search.named(found.values());
    // One word cannot be a name and a type.
    List<String> ends =
        question.terms().size() < 2 ? List.of() : search.ends(found.values(), relations);
    index.expect(
        List.of(
            new FactIndex.Read.Of(named, FACTS_OF_AN_ENTITY),
            new FactIndex.Read.Relations(ends, relations.parts(), RELATIONS_OF_AN_END)));
    index.of(named, FACTS_OF_AN_ENTITY).forEach(this::add);
    related =
        index.relations(ends, relations.parts(), RELATIONS_OF_AN_END).stream()
            .flatMap(stored -> relations.answer(stored, occurrences).stream())
            .toList();
  }

  private void read(Search search, List<Long> sequences) {
    long[] unknown =
        sequences.stream().filter(n -> !found.containsKey(n)).mapToLong(n -> n).toArray();
    if (unknown.length > 0) {
      index.facts(unknown).stream().filter(search::isMeant).forEach(this::add);
    }
  }

  private long[] holding(List<String> parts, int limit) {
    // Only the literal question can have a NUL, and it has a limit of its own.
    String asked = limit + "\0" + String.join("\0", parts);
    return answers.computeIfAbsent(asked, unseen -> index.holding(parts, filter, limit));
  }

  private void add(Fact fact) {
    found.computeIfAbsent(fact.sequence(), unseen -> occurrences.in(fact));
  }

  private List<Term> missing(Question question) {
    List<Term> missing = new ArrayList<>();
    for (int i = 0; i < question.terms().size(); i++) {
      int term = i;
      if (question.terms().get(i).canBeMisspelled()
          && isUnread(term)
          && related.stream().noneMatch(answer -> answer.fact().holds(term))) {
        missing.add(question.terms().get(i));
      }
    }
    return missing;
  }

  private boolean isUnread(int term) {
    return found.values().stream().noneMatch(of -> of.holds(term));
  }

  private void addSurroundings(Question question) {
    List<Occurrences.Of> centres =
        new Scores(question, this).byOwnWords().stream().limit(CENTRES).toList();
    long[] sequences = centres.stream().mapToLong(of -> of.fact().sequence()).toArray();
    List<String> entities =
        Stream.concat(
                centres.stream().map(of -> of.fact().entity()),
                related.stream().flatMap(answer -> answer.reached().stream()))
            .distinct()
            .toList();
    List<FactIndex.Read> reads =
        List.of(
            new FactIndex.Read.Around(
                LongStream.of(sequences).boxed().toList(), Neighbourhood.DISTANCE),
            new FactIndex.Read.Of(entities, FACTS_OF_AN_ENTITY));
    if (byWordsAlone) {
      index.expectLast(reads);
    } else {
      index.expect(reads);
    }
    index.around(sequences, Neighbourhood.DISTANCE).forEach(this::add);
    index.of(entities, FACTS_OF_AN_ENTITY).forEach(this::add);
  }

  /** Finds numbers of facts, and how much speaks for each before it is read. */
  private final class Search {
    private final Question question;
    private final Map<Long, Long> termsOfFacts = new HashMap<>();
    private final double[] rarity;
    private final long[] mayHold;
    private final List<String> searched = new ArrayList<>();
    private final Set<Long> ofTheTime = new HashSet<>();
    private final Map<Long, Integer> pairs = new HashMap<>();

    /** Terms with a part in as many facts as are asked for, or more. */
    private final List<Integer> broad = new ArrayList<>();

    Search(Question question) {
      this.question = question;
      this.rarity = new double[question.terms().size() + 1]; // the last one is the period's
      this.mayHold = new long[question.terms().size()];
    }

    void run() {
      List<Term> terms = question.terms();
      boolean anySearchable = terms.stream().anyMatch(Term::isSearchable);
      List<Integer> wanted = new ArrayList<>();
      for (int i = 0; i < terms.size(); i++) {
        if (terms.get(i).isSearchable() || !anySearchable) {
          wanted.add(i);
        }
      }
      expect(wanted);
      newest = index.newest();
      wanted.forEach(i -> search(terms.get(i), i));
      together();
      literally();
      question.period().ifPresent(this::inPeriod);
    }

    private void expect(List<Integer> wanted) {
      List<FactIndex.Read> reads = new ArrayList<>();
      for (int i : wanted) {
        Term term = question.terms().get(i);
        term.parts().forEach(part -> reads.add(reading(List.of(part))));
        if (term.misspelled()) {
          pairs(term.parts()).forEach(pair -> reads.add(reading(pair)));
        }
      }
      if (question.literal().isEmpty()) {
        reads.add(new FactIndex.Read.Written(Instant.MIN, Instant.MAX, filter, MOST_READ));
      } else if (question.terms().size() != 1) {
        reads.add(
            new FactIndex.Read.Holding(List.of(question.literal()), filter, NEWEST_OF_A_TIME));
      }
      question
          .period()
          .flatMap(Period::span)
          .map(
              span ->
                  new FactIndex.Read.Written(span.since(), span.before(), filter, NEWEST_OF_A_TIME))
          .ifPresent(reads::add);
      question
          .period()
          .flatMap(Period::inNumbers)
          .map(part -> new FactIndex.Read.Holding(List.of(part), filter, NEWEST_OF_A_TIME))
          .ifPresent(reads::add);
      index.expect(reads);
    }

    private FactIndex.Read reading(List<String> parts) {
      return new FactIndex.Read.Holding(parts, filter, NEWEST_OF_A_TERM);
    }

    private void search(Term term, int i) {
      long found = 0;
      for (String part : term.parts()) {
        long[] sequences = newestHolding(part, NEWEST_OF_A_TERM);
        note(sequences, 1L << i);
        found += estimate(sequences, NEWEST_OF_A_TERM);
        if (sequences.length == NEWEST_OF_A_TERM && !term.misspelled() && !broad.contains(i)) {
          broad.add(i);
        }
      }
      mayHold[i] = Math.min(found, newest);
      rarity[i] = Scores.rarity(term, mayHold[i], newest);
      if (term.misspelled()) {
        likely(term.parts(), 1L << i);
      }
    }

    /** A fact with two pieces of a misspelled word has the word rather than one with a piece. */
    private void likely(List<String> pieces, long bits) {
      for (List<String> both : pairs(pieces)) {
        long[] sequences = holding(both, NEWEST_OF_A_TERM);
        note(sequences, bits);
        LongStream.of(sequences).forEach(n -> pairs.merge(n, 1, Integer::sum));
      }
    }

    private static List<List<String>> pairs(List<String> pieces) {
      List<List<String>> pairs = new ArrayList<>();
      for (int i = 0; i < pieces.size(); i++) {
        for (int j = i + 1; j < pieces.size(); j++) {
          pairs.add(List.of(pieces.get(i), pieces.get(j)));
        }
      }
      return pairs;
    }

    /** How many there are, if they are spread evenly beyond the limit. */
    private long estimate(long[] sequences, int limit) {
      if (sequences.length < limit) {
        return sequences.length;
      }
      return sequences.length * newest / (newest - sequences[sequences.length - 1] + 1);
    }

    /** Where two of them are in no fact together, no fact has all of them. */
    private void together() {
      List<List<Integer>> twos = new ArrayList<>();
      for (int i = 1; i < Math.min(broad.size(), 4); i++) {
        twos.add(List.of(broad.get(i - 1), broad.get(i)));
      }
      List<List<Integer>> groups = new ArrayList<>(twos);
      if (broad.size() > 2) {
        groups.add(broad);
      }
      if (!groups.isEmpty()) {
        // One journey for all of it: to wait for the pairs would make it two.
        index.expect(groups.stream().map(this::parts).map(this::reading).toList());
        boolean all = true;
        for (List<Integer> two : twos) {
          all &= note(two);
        }
        if (all && broad.size() > 2) {
          note(broad);
        }
      }
    }

    /** Of each word its own part: a fact has seldom two forms of a word. */
    private List<String> parts(List<Integer> terms) {
      return terms.stream().map(i -> question.terms().get(i).parts().getFirst()).toList();
    }

    /** {@return whether any fact has all of them} */
    private boolean note(List<Integer> terms) {
      long bits = 0;
      for (int i : terms) {
        bits |= 1L << i;
      }
      long[] sequences = holding(parts(terms), NEWEST_OF_A_TERM);
      note(sequences, bits);
      return sequences.length > 0;
    }

    private void literally() {
      if (question.literal().isEmpty()) {
        noteTime(index.written(Instant.MIN, Instant.MAX, filter, MOST_READ), 0);
      } else if (question.terms().size() != 1) {
        note(
            newestHolding(question.literal(), NEWEST_OF_A_TIME),
            (1L << question.terms().size()) - 1);
      }
    }

    /** Facts written then, and facts that say a date of then in numbers. */
    private void inPeriod(Period period) {
      int last = rarity.length - 1;
      long[] written =
          period
              .span()
              .map(span -> index.written(span.since(), span.before(), filter, NEWEST_OF_A_TIME))
              .orElseGet(() -> new long[0]);
      long[] saying =
          period
              .inNumbers()
              .map(part -> newestHolding(part, NEWEST_OF_A_TIME))
              .orElseGet(() -> new long[0]);
      long found =
          LongStream.concat(LongStream.of(written), LongStream.of(saying)).distinct().count();
      // What is cut off counts too, lest a time in thousands of facts seems rarer than a name.
      long all = Math.max(found, estimate(saying, NEWEST_OF_A_TIME));
      rarity[last] = Scores.rarity(Math.min(all, newest), newest);
      noteTime(written, 1L << last);
      note(saying, 1L << last);
    }

    /** {@return the newest facts that may hold this part, and are meant if they do} */
    private long[] newestHolding(String part, int limit) {
      searched.add(part);
      return holding(List.of(part), limit);
    }

    private void noteTime(long[] sequences, long bits) {
      LongStream.of(sequences).forEach(ofTheTime::add);
      note(sequences, bits);
    }

    private void note(long[] sequences, long bits) {
      for (long sequence : sequences) {
        termsOfFacts.merge(sequence, bits, (one, other) -> one | other);
      }
    }

    /** An index may name a fact for nothing, and another backend's would name another one. */
    boolean isMeant(Fact fact) {
      String text = PlainText.of(fact.text().orElse(fact.entity() + '\0' + fact.type()));
      return ofTheTime.contains(fact.sequence()) || searched.stream().anyMatch(text::contains);
    }

    /**
     * {@return the facts for which most speaks} Of those for which less than half as much speaks as
     * for the best, only some are worth the reading.
     */
    List<Long> best() {
      Map<Long, List<Long>> byTerms = new HashMap<>();
      termsOfFacts.forEach(
          (sequence, bits) ->
              byTerms.computeIfAbsent(bits, unseen -> new ArrayList<>()).add(sequence));
      // The same terms have the same rarity, so there is little to sort: of the rarest, the newest.
      TreeMap<Double, List<Long>> byRarity = new TreeMap<>(Comparator.reverseOrder());
      byTerms.forEach(
          (bits, facts) ->
              byRarity.computeIfAbsent(rarity(bits), unseen -> new ArrayList<>()).addAll(facts));
      double half = byRarity.isEmpty() ? 0 : byRarity.firstKey() / 2;
      List<Long> best = new ArrayList<>();
      for (Map.Entry<Double, List<Long>> group : byRarity.entrySet()) {
        int most = group.getKey() >= half ? MOST_READ : MOST_WEAK;
        if (best.size() < most) {
          group.getValue().sort(likeliestFirst());
          best.addAll(
              group.getValue().subList(0, Math.min(group.getValue().size(), most - best.size())));
        }
      }
      return best;
    }

    /** {@return the frequent terms that no fact has which was read} */
    List<Integer> unread() {
      return broad.stream().filter(Candidates.this::isUnread).toList();
    }

    List<Long> newestOf(List<Integer> terms) {
      return terms.stream()
          .flatMap(i -> question.terms().get(i).parts().stream())
          .flatMapToLong(
              part ->
                  LongStream.of(holding(List.of(part), NEWEST_OF_A_TERM))
                      .limit(MOST_OF_A_FREQUENT_TERM))
          .distinct()
          .boxed()
          .toList();
    }

    private Comparator<Long> likeliestFirst() {
      if (pairs.isEmpty()) {
        return Comparator.reverseOrder();
      }
      return (one, other) -> {
        int order = Integer.compare(pairs.getOrDefault(other, 0), pairs.getOrDefault(one, 0));
        return order == 0 ? Long.compare(other, one) : order;
      };
    }

    /** {@return the entities whose name has the rarest terms} */
    List<String> named(Collection<Occurrences.Of> read) {
      return read.stream()
          .filter(of -> of.fact().text().isEmpty())
          .filter(of -> of.name().any() || question.isName(of.fact().entity()))
          .sorted(this::meantAndRareFirst)
          .limit(NAMED_ENTITIES)
          .map(of -> of.fact().entity())
          .toList();
    }

    private int meantAndRareFirst(Occurrences.Of one, Occurrences.Of other) {
      int order =
          Boolean.compare(
              question.isName(other.fact().entity()), question.isName(one.fact().entity()));
      return order == 0 ? Double.compare(rarity(other.name()), rarity(one.name())) : order;
    }

    /** {@return the entities, as far as they are meant, whose name has the rarest terms} */
    List<String> ends(Collection<Occurrences.Of> read, RelationQuestion relations) {
      Map<String, Double> rarities = new HashMap<>();
      for (Occurrences.Of of : read) {
        if (of.name().any()) {
          rarities.computeIfAbsent(of.fact().entity(), unseen -> rarity(of.name()));
        }
      }
      return rarities.entrySet().stream()
          .sorted(
              (one, other) -> {
                int order = Double.compare(other.getValue(), one.getValue());
                return order == 0 ? one.getKey().compareTo(other.getKey()) : order;
              })
          .map(Map.Entry::getKey)
          .filter(relations::names)
          .limit(NAMED_ENDS)
          .toList();
    }

    private double rarity(TermWeights weights) {
      double sum = 0;
      for (int i = 0; i < weights.terms(); i++) {
        sum += weights.at(i) * rarity[i];
      }
      return sum;
    }

    private double rarity(long bits) {
      double sum = 0;
      for (int i = 0; i < rarity.length; i++) {
        sum += (bits >> i & 1) * rarity[i];
      }
      return sum;
    }
  }
}
