package quire.api.spi;

import java.util.List;

/**
 * The locks on files as {@code /proc/locks} of Linux has them, in lines such as {@code 1: POSIX
 * ADVISORY WRITE 4711 fd:01:1234 0 EOF}.
 *
 * @param table the text of it
 */
public record KernelLocks(String table) {
  /**
   * A lock that is held.
   *
   * @param kind such as {@code POSIX}, whose locks belong to a process
   * @param pid the process, or -1 where the lock belongs to none
   * @param last the last byte, or {@code EOF}
   */
  public record Held(String kind, String access, long pid, long first, String last) {
    /** {@return whether the byte at this place is locked} */
    public boolean covers(long at) {
      return first <= at && (last.equals("EOF") || Long.parseLong(last) >= at);
    }
  }

  /**
   * {@return the locks that are held on the file with this inode} The device before the inode is
   * not compared: some file systems name another one there than to those who ask for the file.
   *
   * @throws NumberFormatException if the table is none
   */
  public List<Held> on(long inode) {
    return table
        .lines()
        .map(line -> line.trim().split("\\s+"))
        // A waiting process has one more field, "->".
        .filter(fields -> fields.length == 8 && fields[5].endsWith(":" + inode))
        .map(
            fields ->
                new Held(
                    fields[1],
                    fields[3],
                    Long.parseLong(fields[4]),
                    Long.parseLong(fields[6]),
                    fields[7]))
        .toList();
  }
}
