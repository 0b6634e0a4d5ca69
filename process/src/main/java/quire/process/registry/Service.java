package quire.process.registry;

import java.util.Optional;

/**
 * What a server serves.
 *
 * @param version the program's
 * @param installation the folder it was started from
 * @param store backend and canonical location, as in {@code sqlite:/home/ada/memory.db}
 * @param project the project's folder
 * @param address where any client finds it; empty if it serves one client alone
 */
public record Service(
    String version,
    String installation,
    String store,
    Optional<String> project,
    String transport,
    Optional<String> address) {
  /** A server of one client. */
  public Service(
      String version,
      String installation,
      String store,
      Optional<String> project,
      String transport) {
    this(version, installation, store, project, transport, Optional.empty());
  }
}
