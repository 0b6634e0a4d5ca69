package quire.cli.connect;

import java.util.List;

/** The servers in one client's file, whatever its format: finds, adds, repairs and removes ours. */
interface ServerMap {
  /**
   * One server in the map.
   *
   * @param name as the file has it
   * @param entry what it starts or where it is
   */
  record Server(String name, Entry entry) {
    boolean isOurs() {
      return entry.isOurs(name);
    }
  }

  /** {@return the servers in the file, in its order} */
  List<Server> servers();

  /**
   * {@return the whole text with one more server at the end}
   *
   * @throws MalformedFileException if there is no place for it that its client would read
   */
  String with(Entry entry) throws MalformedFileException;

  /** {@return the whole text in which that server starts the entry, and keeps all else it has} */
  String repaired(String name, Entry entry) throws MalformedFileException;

  /** {@return the whole text without that server} */
  String without(String name);
}
