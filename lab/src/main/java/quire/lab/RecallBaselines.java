package quire.lab;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import quire.text.StopWords;

/** Finds facts in the simple ways that a ranking has to beat. */
final class RecallBaselines implements AutoCloseable {
  private static final int DEEPEST = 20;
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+");

  private final List<RecallFile.Written> facts;
  private final Optional<Connection> database;

  RecallBaselines(RecallFile set) throws SQLException {
    this.facts = set.written().stream().filter(one -> one.text().isPresent()).toList();
    this.database = indexed(facts);
  }

  /** {@return the methods by name; without an SQLite driver there is no full-text search} */
  Map<String, RecallBench.Method> methods() {
    return database.isPresent()
        ? Map.of(
            "words contained", this::contained,
            "FTS5 porter", question -> porter("f", question),
            "FTS5 porter, name", question -> porter("named", question))
        : Map.of("words contained", this::contained);
  }

  private static List<String> words(String question) {
    List<String> words =
        WORD.matcher(question.toLowerCase(Locale.ROOT))
            .results()
            .map(found -> found.group())
            .distinct()
            .toList();
    List<String> telling = words.stream().filter(word -> !StopWords.contains(word)).toList();
    return telling.isEmpty() ? words : telling;
  }

  /** By the number of words that a text contains, as somebody would find them with grep. */
  private List<List<String>> contained(String question) {
    List<String> words = words(question);
    record Counted(RecallFile.Written fact, long words) {}
    return facts.stream()
        .map(fact -> new Counted(fact, words.stream().filter(text(fact)::contains).count()))
        .filter(counted -> counted.words() > 0)
        .sorted(Comparator.comparingLong(counted -> -counted.words()))
        .limit(DEEPEST)
        .map(counted -> found(counted.fact()))
        .toList();
  }

  private static String text(RecallFile.Written fact) {
    return fact.text().orElse("").toLowerCase(Locale.ROOT);
  }

  private static List<String> found(RecallFile.Written fact) {
    return List.of(fact.entity(), fact.text().orElse(""));
  }

  private static Optional<Connection> indexed(List<RecallFile.Written> facts) throws SQLException {
    if (DriverManager.drivers()
        .noneMatch(driver -> driver.getClass().getName().contains("sqlite"))) {
      return Optional.empty();
    }
    Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE VIRTUAL TABLE f USING fts5(text, tokenize='porter unicode61')");
      statement.execute(
          "CREATE VIRTUAL TABLE named USING fts5(name, text, tokenize='porter unicode61')");
    }
    try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO f(rowid, text) VALUES(?, ?)");
        PreparedStatement insertNamed =
            connection.prepareStatement("INSERT INTO named(rowid, text, name) VALUES(?, ?, ?)")) {
      for (int i = 0; i < facts.size(); i++) {
        for (PreparedStatement each : List.of(insert, insertNamed)) {
          each.setInt(1, i);
          each.setString(2, facts.get(i).text().orElse(""));
        }
        insertNamed.setString(3, facts.get(i).entity());
        insert.execute();
        insertNamed.execute();
      }
    }
    return Optional.of(connection);
  }

  /** The words joined by OR, ranked by BM25. */
  private List<List<String>> porter(String table, String question) {
    String query = "\"" + String.join("\" OR \"", words(question)) + "\"";
    List<List<String>> found = new ArrayList<>();
    try (PreparedStatement select =
        database
            .orElseThrow()
            .prepareStatement(
                "SELECT rowid FROM %1$s WHERE %1$s MATCH ? ORDER BY rank LIMIT %2$d"
                    .formatted(table, DEEPEST))) {
      select.setString(1, query);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(found(facts.get(row.getInt(1))));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot search in memory: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws SQLException {
    if (database.isPresent()) {
      database.get().close();
    }
  }
}
