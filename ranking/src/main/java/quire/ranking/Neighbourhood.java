package quire.ranking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import quire.api.Author;

/** What stands around a fact: what its session wrote of its entity just then, and the entity. */
final class Neighbourhood {
  /** So many changes may lie between a fact and what was written just before or after. */
  static final int DISTANCE = 6;

  /** One finds less; three find no more (docs/recall.md). */
  private static final int NEIGHBOURS = 2;

  private static final double NEARBY = 0.5;

  /** At 0.3 all facts of a big entity were lifted alike: six points of MRR in conversations. */
  private static final double ENTITY = 0.1;

  private static final double MOST_THAT_COUNT = 2;

  private final Map<Author, List<Occurrences.Of>> bySession = new HashMap<>();
  private final Map<Long, Integer> places = new HashMap<>();
  private final Map<String, TermWeights> byEntity = new HashMap<>();

  Neighbourhood(Collection<Occurrences.Of> all) {
    for (Occurrences.Of one : all) {
      if (one.fact().text().isPresent()) {
        bySession.computeIfAbsent(one.fact().author(), author -> new ArrayList<>()).add(one);
        byEntity
            .computeIfAbsent(one.fact().entity(), e -> TermWeights.zero(one.text().terms()))
            .addOnce(one.text(), 1);
      }
    }
    for (List<Occurrences.Of> session : bySession.values()) {
      session.sort((one, other) -> Long.compare(one.fact().sequence(), other.fact().sequence()));
      for (int i = 0; i < session.size(); i++) {
        places.put(session.get(i).fact().sequence(), i);
      }
    }
  }

  /**
   * How much the terms stand around a fact; each number by term.
   *
   * @param nearby in what the same session wrote of the same entity just before and after
   * @param entity in the other facts of the same entity
   * @param length the words of the facts nearby, as they count for the terms that they lend
   */
  record Weights(TermWeights nearby, TermWeights entity, int length) {
    /** {@return what stands around a fact with nothing around it} */
    static Weights none(int terms) {
      return new Weights(TermWeights.zero(terms), TermWeights.zero(terms), 0);
    }
  }

  /**
   * What the same session wrote of the same entity just then.
   *
   * @param steps how many of its facts away: 1 or 2
   */
  record Neighbour(Occurrences.Of of, int steps) {}

  List<Neighbour> neighbours(Occurrences.Of center) {
    List<Occurrences.Of> session = bySession.getOrDefault(center.fact().author(), List.of());
    int place = places.getOrDefault(center.fact().sequence(), -1);
    List<Neighbour> neighbours = new ArrayList<>();
    for (int i = place - NEIGHBOURS; place >= 0 && i <= place + NEIGHBOURS; i++) {
      if (i >= 0 && i != place && i < session.size() && areClose(session.get(i), center)) {
        neighbours.add(new Neighbour(session.get(i), Math.abs(i - place)));
      }
    }
    return neighbours;
  }

  Weights of(Occurrences.Of center) {
    int terms = center.text().terms();
    TermWeights near = TermWeights.zero(terms);
    TermWeights others = byEntity.getOrDefault(center.fact().entity(), near).copy();
    others.addOnce(center.text(), -1);
    int length = 0;
    for (Neighbour neighbour : neighbours(center)) {
      Occurrences.Of other = neighbour.of();
      near.addOnce(other.text(), 1);
      others.addOnce(other.text(), -1);
      length += other.length();
    }
    TermWeights nearby = TermWeights.zero(terms);
    TermWeights entity = TermWeights.zero(terms);
    for (int term = 0; term < terms; term++) {
      nearby.add(term, NEARBY * Math.min(MOST_THAT_COUNT, near.at(term)));
      entity.add(term, ENTITY * Math.clamp(others.at(term), 0, MOST_THAT_COUNT));
    }
    return new Weights(nearby, entity, length);
  }

  private static boolean areClose(Occurrences.Of one, Occurrences.Of other) {
    return one.fact().entity().equals(other.fact().entity())
        && Math.abs(one.fact().sequence() - other.fact().sequence()) <= DISTANCE;
  }
}
