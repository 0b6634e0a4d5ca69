package quire.storage.vault.index;

import java.util.ArrayList;
import java.util.List;
import quire.text.NameRank;
import quire.text.SearchQuery;

/** Decides which entities match a query (R8). */
public record VaultSearch(SearchQuery query) {
  private static final int RANKS = NameRank.ELSEWHERE + 1;

  public static VaultSearch of(String query) {
    return new VaultSearch(SearchQuery.of(query));
  }

  /** {@return those that hold the query literally, then those that hold all its words} */
  public List<Note> select(VaultIndex index) {
    List<List<Note>> byRank = new ArrayList<>();
    for (int rank = 0; rank < 2 * RANKS; rank++) {
      byRank.add(new ArrayList<>());
    }
    for (Note note : index.mayHoldAny(query.forms())) {
      if (holdsLiteral(note)) {
        byRank.get(query.rank(note.name())).add(note);
      }
    }
    if (query.asksForWords()) {
      for (Note note : index.mayHoldAll(query.words())) {
        if (holdsWords(note) && !holdsLiteral(note)) {
          byRank.get(RANKS + query.wordRank(note.name())).add(note);
        }
      }
    }
    List<Note> found = new ArrayList<>();
    byRank.forEach(found::addAll);
    return found;
  }

  private boolean holdsLiteral(Note note) {
    return query.forms().stream().anyMatch(note.signature()::mayHold)
        && (query.isIn(note.name()) || query.isIn(note.type()) || note.texts().anyHolds(query));
  }

  private boolean holdsWords(Note note) {
    for (String word : query.words()) {
      if (!note.signature().mayHold(word) || !holdsWord(note, word)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holdsWord(Note note, String word) {
    return SearchQuery.isWordIn(note.name(), word)
        || SearchQuery.isWordIn(note.type(), word)
        || (note.texts().anyHolds(SearchQuery.ofWord(word))
            && note.texts().stream().anyMatch(text -> SearchQuery.isWordIn(text, word)));
  }
}
