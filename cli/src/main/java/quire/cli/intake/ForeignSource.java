package quire.cli.intake;

import java.io.IOException;
import java.nio.file.Path;

/** What another memory program keeps, record by record. Reading changes nothing of it. */
public interface ForeignSource {
  /** Takes one record. */
  interface Visitor {
    void piece(Place place, Piece piece);
  }

  /**
   * Where a record stands.
   *
   * @param part the table, or the file within the folder; empty if there is only one
   * @param line the line, or the number of the row, counted from 1
   */
  record Place(String part, long line) {
    /** {@return the place behind the name of what it is in} */
    @Override
    public String toString() {
      return part.isEmpty() ? ":" + line : "/%s:%d".formatted(part, line);
    }
  }

  /** {@return the file or folder that is read} */
  Path path();

  /** {@return what people call it} */
  default String named() {
    return path().toString();
  }

  /**
   * {@return whether it is still there when it was read, as a file is and a server's answer not}
   */
  default boolean stays() {
    return true;
  }

  /** {@return what the log calls it from now on: the session of the facts that come from it} */
  default String session() {
    Path name = path().getFileName();
    return name == null ? path().toString() : name.toString();
  }

  /** Hands every record to the visitor, by time where times are known and can be ordered by. */
  void forEach(Visitor visitor) throws IOException;
}
