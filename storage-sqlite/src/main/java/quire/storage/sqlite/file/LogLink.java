package quire.storage.sqlite.file;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ties a write-ahead log to its database. SQLite plays any sound log onto any database of its name:
 * neither names the other.
 *
 * <p>A store holds one link. It is renewed in the first transaction after the database file was
 * written, which is the first one of each log; the new one names the one before. So whatever moment
 * of the store a database file holds, its link is named in the log that belongs to it, and in no
 * other.
 *
 * @param id random; 0 in a store that has never had one
 * @param previous the id of the link before
 * @param database which file the database was, 0 if unknown
 * @param log which file the log was, 0 if unknown
 * @param earlier ids before, the newest first
 */
public record LogLink(long id, long previous, long database, long log, List<Long> earlier) {
  /** No text can hold it: 0xFF is no part of UTF-8. */
  static final long MARK = 0xFF51_7569_724C_6F67L;

  private static final int EARLIER = 60;

  /** The bytes of a link, always as many, so that a new one takes the place of the old one. */
  static final int BYTES = (5 + EARLIER) * Long.BYTES;

  /** What a store holds that has never had a link: the mark and nothing. */
  public static final LogLink NONE = new LogLink(0, 0, 0, 0, List.of());

  public LogLink {
    earlier = List.copyOf(earlier);
  }

  /** {@return the next link, for these two files} */
  public LogLink next(long database, long log) {
    List<Long> before = new ArrayList<>(earlier);
    before.addFirst(previous);
    long random = ThreadLocalRandom.current().nextLong();
    return new LogLink(
        random == 0 ? 1 : random,
        id,
        database,
        log,
        before.subList(0, Math.min(before.size(), EARLIER)));
  }

  /** {@return whether this link or one before it has that id, as far back as is remembered} */
  public boolean descendsFrom(long other) {
    return id == other || previous == other || earlier.contains(other);
  }

  public static LogLink read(Session session) throws SQLException {
    return of(ByteBuffer.wrap(session.bytes("SELECT link FROM log")));
  }

  public void write(Session session) throws SQLException {
    session.execute("UPDATE log SET link=?", bytes());
  }

  public byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putLong(MARK).putLong(id).putLong(previous).putLong(database).putLong(log);
    earlier.forEach(bytes::putLong);
    return bytes.array();
  }

  /** {@return the link that these bytes are; {@link #NONE} if they are none} */
  public static LogLink of(ByteBuffer bytes) {
    if (bytes.remaining() != BYTES || bytes.getLong() != MARK) {
      return NONE;
    }
    long id = bytes.getLong();
    long previous = bytes.getLong();
    long database = bytes.getLong();
    long log = bytes.getLong();
    List<Long> earlier = new ArrayList<>();
    while (bytes.hasRemaining()) {
      earlier.add(bytes.getLong());
    }
    return new LogLink(id, previous, database, log, earlier);
  }
}
