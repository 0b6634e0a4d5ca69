package quire.conformance;

import static java.util.Comparator.comparingInt;

import java.util.List;
import java.util.stream.Stream;
import quire.api.Entity;
import quire.text.SearchQuery;

/** Decides which entities match a query (R8). */
record HeapSearch(SearchQuery query) {
  static HeapSearch of(String query) {
    return new HeapSearch(SearchQuery.of(query));
  }

  /** {@return the entities that hold the query literally, then those that hold all its words} */
  List<Entity> select(List<Entity> entities) {
    return Stream.concat(
            entities.stream()
                .filter(this::holdsLiteral)
                .sorted(comparingInt(entity -> query.rank(entity.name()))),
            entities.stream()
                .filter(entity -> !holdsLiteral(entity) && holdsWords(entity))
                .sorted(comparingInt(entity -> query.wordRank(entity.name()))))
        .toList();
  }

  private boolean holdsLiteral(Entity entity) {
    return strings(entity).anyMatch(query::isIn);
  }

  private boolean holdsWords(Entity entity) {
    return query.asksForWords() && query.wordsAreIn(strings(entity).toList());
  }

  private static Stream<String> strings(Entity entity) {
    return Stream.concat(Stream.of(entity.name(), entity.type()), entity.observations().stream());
  }
}
