package quire.storage.postgresql.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.LongStream;
import quire.api.Author;
import quire.api.Fact;
import quire.api.RecallFilter;
import quire.api.Relation;
import quire.ranking.FactIndex;
import quire.ranking.StoredRelation;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.server.Session;
import quire.storage.postgresql.server.UncheckedSqlException;
import quire.storage.postgresql.terms.Grams;
import quire.storage.postgresql.terms.Keys;
import quire.text.StoredText;

/** Gives the ranking its candidates from the index of terms and from the log of writes. */
@SuppressWarnings("InlineFormatString") // a statement is read best by itself
public final class PostgresFactIndex implements FactIndex {
  private static final String WRITE_OF =
      """
      CROSS JOIN LATERAL (SELECT time_ns, author_id FROM $m.write
        WHERE first <= f.id ORDER BY first DESC LIMIT 1 OFFSET 0) w
      JOIN $m.author a ON a.id=w.author_id
      """;

  private static final String ENTITY_OF =
      """
      CROSS JOIN LATERAL (SELECT name, type FROM $m.entity WHERE id=f.entity_id OFFSET 0) e
      """;

  private static final String COLUMNS =
      "SELECT f.id, e.name, e.type, f.text, w.time_ns, a.client, a.session FROM ";

  private static final String NEWEST =
      "SELECT id FROM $m.observation WHERE id > ? ORDER BY id DESC LIMIT ?";

  private static final String THESE =
      COLUMNS
          + """
          (SELECT id, entity_id, text FROM $m.observation WHERE id = ANY(?)
            UNION ALL SELECT id, id, NULL FROM $m.entity WHERE id = ANY(?)) f
          """
          + ENTITY_OF
          + WRITE_OF;

  private static final String AROUND =
      COLUMNS
          + "(SELECT id, entity_id, text FROM $m.observation WHERE id = ANY(?)) f\n"
          + ENTITY_OF
          + WRITE_OF;

  private static final String OF_ENTITIES =
      COLUMNS
          + """
          (SELECT o.* FROM unnest(?::uuid[]) wanted(key)
            CROSS JOIN LATERAL (SELECT id FROM $m.entity WHERE key=wanted.key OFFSET 0) x
            CROSS JOIN LATERAL (SELECT id, entity_id, text FROM $m.observation
              WHERE entity_id=x.id ORDER BY id DESC LIMIT %d) o) f
          """
          + ENTITY_OF
          + WRITE_OF;

  private static final String SCANNED =
      """
      SELECT id, entity_id FROM (
        SELECT id, entity_id FROM $m.observation
          WHERE (%1$s) OR octet_length(text) <> length(text)
        UNION ALL
        SELECT id, id FROM (SELECT id, name || ' ' || type AS text FROM $m.entity) t
          WHERE (%1$s) OR octet_length(text) <> length(text)) c
      """;

  private static final String WITH_TERMS =
      """
      SELECT id, entity_id FROM $m.observation WHERE grams @> ?::int[]
      UNION ALL SELECT id, id FROM $m.entity WHERE grams @> ?::int[]
      """;

  /** What is not ASCII may hold a part in another spelling; the ranking decides. */
  private static final String MAY_HOLD =
      """
      (octet_length(type) <> length(type) OR EXISTS(
        SELECT FROM unnest(?::text[]) part(plain) WHERE strpos(lower(type), plain) > 0))
      """;

  private static final String RELATIONS =
      """
      SELECT DISTINCT f.id, f.source, f.target, f.type, coalesce(s.type, ''), coalesce(t.type, ''),
        w.time_ns, a.client, a.session
      FROM unnest(?::uuid[]) wanted(key) CROSS JOIN LATERAL (
        (SELECT * FROM $m.relation WHERE source_key=wanted.key AND %1$s ORDER BY id DESC LIMIT %2$d)
        UNION ALL
        (SELECT * FROM $m.relation WHERE target_key=wanted.key AND %1$s ORDER BY id DESC LIMIT %2$d)
      ) f
      LEFT JOIN $m.entity s ON s.key=f.source_key
      LEFT JOIN $m.entity t ON t.key=f.target_key
      """
          + WRITE_OF;

  /**
   * More questions than most recalls have. The server answers while it is still asked: with many
   * more, both could wait for the other one to read.
   */
  private static final int MOST_AT_ONCE = 20;

  private final Session session;
  private final String store;

  /** The answers, of which each comes with the message that has its question. */
  private final Map<Read, Numbers> numbers = new HashMap<>();

  private final Map<Read, List<Fact>> facts = new HashMap<>();
  private final Map<Read, List<StoredRelation>> relations = new HashMap<>();
  private final List<NewestFacts> newestFacts = new ArrayList<>();
  private OptionalLong newest = OptionalLong.empty();

  /** Numbers of facts, once they are there. */
  private interface Numbers {
    long[] newestFirst();
  }

  /**
   * @param store what names the memory within this process
   */
  public PostgresFactIndex(Session session, String store) {
    this.session = session;
    this.store = store;
  }

  private void send(Message message) {
    try {
      var _ = session.send(message);
    } catch (SQLException e) {
      throw new UncheckedSqlException(e);
    }
  }

  /** {@return a message of the transaction in which all questions see one state} */
  private Message message() {
    return session.isOpen() ? new Message() : new Message().beginReading().run(Tuning.RECALL);
  }

  @Override
  public String store() {
    return store;
  }

  @Override
  public long version() {
    return newest();
  }

  @Override
  public long newest() {
    if (newest.isEmpty()) {
      send(askNewest(message()));
    }
    return newest.orElseThrow();
  }

  private Message askNewest(Message message) {
    return message.ask(ChangeLog.NEWEST, row -> newest = OptionalLong.of(row.getLong(1)));
  }

  @Override
  public void expect(List<Read> reads) {
    Message message = asking(reads);
    if (!message.isEmpty()) {
      send(message);
    }
  }

  @Override
  public void expectLast(List<Read> reads) {
    send(asking(reads).commit());
  }

  /** {@return the message that has the last of these questions; what came before was sent} */
  private Message asking(List<Read> reads) {
    Message message = message();
    if (newest.isEmpty()) {
      var _ = askNewest(message);
    }
    message = askNewestFacts(reads, message);
    boolean planned = false;
    for (Read read : reads) {
      if (!isAsked(read)) {
        boolean wantsPlan = wantsPlan(read);
        if (wantsPlan != planned) {
          var _ = message.run(wantsPlan ? Tuning.PLAN_EACH_TIME : Tuning.PLAN_ONCE);
          planned = wantsPlan;
        }
        ask(read, message);
        if (message.parts() >= MOST_AT_ONCE) {
          send(message);
          message = new Message();
        }
      }
    }
    if (planned) {
      var _ = message.run(Tuning.PLAN_ONCE);
    }
    return message;
  }

  /**
   * Asks for all terms together what the index of terms can be asked for and no filter narrows.
   *
   * @return the message that has the last of these questions; what came before was sent
   */
  private Message askNewestFacts(List<Read> reads, Message begun) {
    List<Newest> questions = new ArrayList<>();
    for (Read read : reads) {
      if (read instanceof Read.Holding holding
          && holding.filter().isNone()
          && !numbers.containsKey(read)) {
        String grams = Grams.query(holding.parts());
        if (!grams.isEmpty()) {
          Newest question = new Newest(grams, holding.limit());
          numbers.put(read, question::facts);
          if (newestFacts.stream().noneMatch(known -> known.answers(question))) {
            questions.add(question);
          }
        }
      }
    }
    Message message = begun;
    boolean first = true;
    for (List<Newest> some : NewestFacts.ofMessages(questions)) {
      if (!first) {
        send(message);
        message = new Message();
      }
      newestFacts.addAll(NewestFacts.ask(some, NewestFacts.Reach.USUAL, message));
      first = false;
    }
    return message;
  }

  private boolean isAsked(Read read) {
    return numbers.containsKey(read) || facts.containsKey(read) || relations.containsKey(read);
  }

  /** {@return whether its plan depends on how many facts a filter or a time leaves} */
  private static boolean wantsPlan(Read read) {
    return read instanceof Read.Holding || read instanceof Read.Written;
  }

  private void ask(Read read, Message message) {
    switch (read) {
      case Read.Holding holding -> numbers.put(read, numbers(holding, message));
      case Read.Written written -> numbers.put(read, numbers(written, message));
      case Read.Around around -> facts.put(read, facts(around, message));
      case Read.Of of -> facts.put(read, facts(of, message));
      case Read.Relations asked -> relations.put(read, relations(asked, message));
    }
  }

  private long[] numbers(Read read) {
    if (!numbers.containsKey(read)) {
      expect(List.of(read));
    }
    return Objects.requireNonNull(numbers.get(read)).newestFirst();
  }

  private List<Fact> facts(Read read) {
    if (!facts.containsKey(read)) {
      expect(List.of(read));
    }
    return Objects.requireNonNull(facts.get(read));
  }

  @Override
  public long[] holding(List<String> parts, RecallFilter filter, int limit) {
    return numbers(new Read.Holding(parts, filter, limit));
  }

  private static Numbers numbers(Read.Holding read, Message message) {
    String grams = Grams.query(read.parts());
    if (grams.isEmpty()) {
      return scanned(read, message);
    }
    return numbers(WITH_TERMS, List.of(grams, grams), read.filter(), read.limit(), message);
  }

  private static Numbers scanned(Read.Holding read, Message message) {
    List<String> parts = read.parts();
    String condition =
        String.join(" AND ", parts.stream().map(part -> "strpos(lower(text), ?) > 0").toList());
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      parts.forEach(part -> values.add(StoredText.encode(part)));
    }
    return numbers(SCANNED.formatted(condition), values, read.filter(), read.limit(), message);
  }

  @Override
  public long[] written(Instant since, Instant before, RecallFilter filter, int limit) {
    return numbers(new Read.Written(since, before, filter, limit));
  }

  private static Numbers numbers(Read.Written read, Message message) {
    Filter narrowed = new Filter(read.filter());
    String sql =
        """
        SELECT f.id FROM $m.write w JOIN $m.author a ON a.id=w.author_id
        CROSS JOIN LATERAL (
          SELECT id, entity_id, true AS is_observation FROM $m.observation WHERE id BETWEEN w.first AND w.last
          UNION ALL SELECT id, id, false FROM $m.entity WHERE id BETWEEN w.first AND w.last) f
        """
            + narrowed.entity()
            + "WHERE w.time_ns >= ? AND w.time_ns < ?"
            + narrowed.conditions()
            + " ORDER BY w.first DESC, f.id DESC LIMIT "
            + read.limit();
    List<Object> values =
        new ArrayList<>(List.of(Times.nearest(read.since()), Times.nearest(read.before())));
    values.addAll(narrowed.values());
    return ids(sql, values, message);
  }

  /**
   * @param facts a query for numbers and entities
   */
  private static Numbers numbers(
      String facts, List<Object> of, RecallFilter filter, int limit, Message message) {
    Filter narrowed = new Filter(filter);
    String sql =
        "SELECT f.id FROM (SELECT id, entity_id, id <> entity_id AS is_observation FROM ("
            + facts
            + ") c) f\n"
            + narrowed.entity()
            + narrowed.write()
            + "WHERE true"
            + narrowed.conditions()
            + " ORDER BY f.id DESC LIMIT "
            + limit;
    List<Object> values = new ArrayList<>(of);
    values.addAll(narrowed.values());
    return ids(sql, values, message);
  }

  private static Numbers ids(String sql, List<Object> values, Message message) {
    List<Long> ids = new ArrayList<>();
    var _ = message.ask(sql, row -> ids.add(row.getLong(1)), values.toArray());
    return () -> ids.stream().mapToLong(Long::longValue).toArray();
  }

  /** A filter's conditions on a fact {@code f}, and the rows that they look at. */
  private static final class Filter {
    private final StringBuilder ofEntity = new StringBuilder();
    private final StringBuilder ofWrite = new StringBuilder();
    private final List<Object> entityValues = new ArrayList<>();
    private final List<Object> writeValues = new ArrayList<>();

    Filter(RecallFilter filter) {
      filter.type().ifPresent(type -> addEntity("e.type=?", StoredText.encode(type)));
      filter
          .namePrefix()
          .ifPresent(prefix -> addEntity("starts_with(e.name, ?)", StoredText.encode(prefix)));
      filter.client().ifPresent(client -> addWrite("a.client=?", StoredText.encode(client)));
      filter.since().ifPresent(since -> addWrite("w.time_ns >= ?", Times.nearest(since)));
      filter.before().ifPresent(before -> addWrite("w.time_ns < ?", Times.nearest(before)));
    }

    private void addEntity(String condition, Object value) {
      ofEntity.append(" AND ").append(condition);
      entityValues.add(value);
    }

    /** Of an entity, the type and name alone decide. */
    private void addWrite(String condition, Object value) {
      ofWrite.append(" AND (NOT f.is_observation OR ").append(condition).append(')');
      writeValues.add(value);
    }

    String entity() {
      return ofEntity.isEmpty() ? "" : ENTITY_OF;
    }

    String write() {
      return ofWrite.isEmpty() ? "" : WRITE_OF;
    }

    String conditions() {
      return ofEntity.toString() + ofWrite;
    }

    List<Object> values() {
      List<Object> values = new ArrayList<>(entityValues);
      values.addAll(writeValues);
      return values;
    }
  }

  @Override
  public long[] observations(long above, int limit) {
    LongStream.Builder ids = LongStream.builder();
    send(message().ask(NEWEST, row -> ids.add(row.getLong(1)), above, limit));
    return ids.build().toArray();
  }

  @Override
  public List<Fact> facts(long[] sequences) {
    if (sequences.length == 0) {
      return List.of();
    }
    Message message = message();
    List<Fact> these = facts(message, THESE, sequences, sequences);
    send(message);
    return these;
  }

  @Override
  public List<Fact> around(long[] sequences, int distance) {
    return facts(new Read.Around(LongStream.of(sequences).boxed().toList(), distance));
  }

  private static List<Fact> facts(Read.Around read, Message message) {
    long[] near =
        read.sequences().stream()
            .flatMapToLong(
                sequence ->
                    LongStream.rangeClosed(sequence - read.distance(), sequence + read.distance()))
            .distinct()
            .toArray();
    return near.length == 0 ? List.of() : facts(message, AROUND, (Object) near);
  }

  @Override
  public List<Fact> of(Collection<String> entities, int limitOfEach) {
    return facts(new Read.Of(List.copyOf(entities), limitOfEach));
  }

  private static List<Fact> facts(Read.Of read, Message message) {
    UUID[] keys = keys(read.entities());
    return keys.length == 0
        ? List.of()
        : facts(message, OF_ENTITIES.formatted(read.limitOfEach()), (Object) keys);
  }

  private static UUID[] keys(List<String> entities) {
    return entities.stream().map(Keys::of).toArray(UUID[]::new);
  }

  @Override
  public List<StoredRelation> relations(
      Collection<String> entities, List<String> parts, int limitOfEach) {
    Read.Relations read = new Read.Relations(List.copyOf(entities), parts, limitOfEach);
    if (!relations.containsKey(read)) {
      expect(List.of(read));
    }
    return Objects.requireNonNull(relations.get(read));
  }

  private static List<StoredRelation> relations(Read.Relations read, Message message) {
    UUID[] keys = keys(read.entities());
    if (keys.length == 0) {
      return List.of();
    }
    String[] plain = read.parts().stream().map(StoredText::encode).toArray(String[]::new);
    List<StoredRelation> found = new ArrayList<>();
    var _ =
        message.ask(
            RELATIONS.formatted(MAY_HOLD, read.limitOfEach()),
            row -> found.add(relation(row)),
            keys,
            plain,
            plain);
    return found;
  }

  private static StoredRelation relation(ResultSet row) throws SQLException {
    return new StoredRelation(
        row.getLong(1),
        new Relation(
            StoredText.decode(row.getString(2)),
            StoredText.decode(row.getString(3)),
            StoredText.decode(row.getString(4))),
        StoredText.decode(row.getString(5)),
        StoredText.decode(row.getString(6)),
        new Author(StoredText.decode(row.getString(8)), StoredText.decode(row.getString(9))),
        Times.time(row.getLong(7)));
  }

  /** {@return where the facts will be once the message was sent} */
  private static List<Fact> facts(Message message, String sql, Object... values) {
    List<Fact> facts = new ArrayList<>();
    var _ = message.ask(sql, row -> facts.add(fact(row)), values);
    return facts;
  }

  private static Fact fact(ResultSet row) throws SQLException {
    return new Fact(
        row.getLong(1),
        StoredText.decode(row.getString(2)),
        StoredText.decode(row.getString(3)),
        Optional.ofNullable(row.getString(4)).map(StoredText::decode),
        new Author(StoredText.decode(row.getString(6)), StoredText.decode(row.getString(7))),
        Times.time(row.getLong(5)));
  }
}
