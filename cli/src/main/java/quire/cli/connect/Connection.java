package quire.cli.connect;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import quire.cli.connect.ServerMap.Server;
import quire.process.install.Installations;

/**
 * One client, its file, and what is to be done so that it starts Quire, or no longer does.
 *
 * @param client whose file it is
 * @param path where that lies
 */
record Connection(Client client, Path path) {
  /** How often a file that another program keeps changing is read anew before giving up. */
  private static final int TRIES = 3;

  /** What stands in the file now. */
  enum State {
    /** Nothing of ours. */
    ABSENT,
    /** An entry of ours that starts this Quire. */
    CONNECTED,
    /** An entry of ours that starts another program, or one that is gone. */
    OUTDATED,
    /** The name is taken by an entry that does not start Quire. */
    FOREIGN,
    /** The file cannot be read as its client reads it. */
    UNREADABLE
  }

  /** What was done or would be. */
  enum Outcome {
    ADDED,
    REPAIRED,
    REMOVED,
    UNCHANGED,
    /** Not done; the reason says why. */
    REFUSED
  }

  /**
   * What became of one client.
   *
   * @param before the text that was there; empty for none
   * @param after the text that is there now, or would be
   * @param reason why it was refused, else empty
   */
  record Result(
      Connection connection, Outcome outcome, String before, String after, String reason) {
    boolean changes() {
      return outcome == Outcome.ADDED || outcome == Outcome.REPAIRED || outcome == Outcome.REMOVED;
    }
  }

  /** {@return the token that stands in our entry, if one does} */
  Optional<String> token() throws IOException {
    try {
      return client.servers(ClientFile.read(path).text()).servers().stream()
          .filter(Server::isOurs)
          .flatMap(server -> server.entry().token().stream())
          .findFirst();
    } catch (MalformedFileException unreadable) {
      return Optional.empty();
    }
  }

  /** {@return what stands in the file now} */
  State state(Entry wanted) throws IOException {
    try {
      List<Server> servers = client.servers(ClientFile.read(path).text()).servers();
      List<Server> ours = servers.stream().filter(Server::isOurs).toList();
      if (!ours.isEmpty()) {
        return ours.stream().allMatch(server -> isSound(server, wanted))
            ? State.CONNECTED
            : State.OUTDATED;
      }
      boolean taken = servers.stream().anyMatch(server -> server.name().equals(Entry.NAME));
      return taken ? State.FOREIGN : State.ABSENT;
    } catch (MalformedFileException malformed) {
      return State.UNREADABLE;
    }
  }

  private static boolean isSound(Server server, Entry wanted) {
    return server.entry().equals(wanted.keeping(server.entry()));
  }

  /**
   * Makes the client start Quire.
   *
   * @param carryOut whether to do it or only to say what would be done
   */
  Result connect(Entry wanted, boolean carryOut) throws IOException {
    return attempt(Outcome.ADDED, carryOut, (file, text) -> connected(text, wanted));
  }

  /**
   * Makes an entry that names one version of an installation start whichever is current.
   *
   * @param root the installation's; entries of another one stay as they are
   */
  Result unpin(Path root, boolean carryOut) throws IOException {
    return attempt(Outcome.REPAIRED, carryOut, (file, text) -> unpinned(text, root));
  }

  /** Makes the client start Quire no longer. */
  Result disconnect(boolean carryOut) throws IOException {
    return attempt(Outcome.REMOVED, carryOut, (file, text) -> disconnected(text));
  }

  /** The text that is to be, with the word for it. */
  private record Change(Outcome outcome, String text, String reason) {
    boolean changes() {
      return outcome != Outcome.UNCHANGED && outcome != Outcome.REFUSED;
    }
  }

  private interface Edit {
    Change of(ClientFile file, String text) throws MalformedFileException;
  }

  private Change connected(String text, Entry wanted) throws MalformedFileException {
    ServerMap map = client.servers(text);
    List<Server> servers = map.servers();
    List<Server> ours = servers.stream().filter(Server::isOurs).toList();
    if (ours.isEmpty()) {
      if (servers.stream().anyMatch(server -> server.name().equals(Entry.NAME))) {
        return refused(text, "its server \"quire\" starts something else, which is left as it is");
      }
      return new Change(Outcome.ADDED, map.with(wanted), "");
    }
    String changed = text;
    for (Server server : ours) {
      if (server.entry().isAddress() != wanted.isAddress()) {
        Optional<String> exchanged = exchanged(changed, server, wanted);
        if (exchanged.isEmpty()) {
          return refused(
              text,
              "its entry for Quire holds what you added to it. To have the other kind, take it out"
                  + " first: quire disconnect "
                  + client.id());
        }
        changed = exchanged.get();
      } else if (!isSound(server, wanted)) {
        changed = client.servers(changed).repaired(server.name(), wanted.keeping(server.entry()));
      }
    }
    return new Change(changed.equals(text) ? Outcome.UNCHANGED : Outcome.REPAIRED, changed, "");
  }

  /** Puts a program in the place of an address or the reverse, if all of the entry is ours. */
  private Optional<String> exchanged(String text, Server server, Entry wanted)
      throws MalformedFileException {
    String without = client.servers(text).without(server.name());
    boolean plain = client.servers(without).with(server.entry()).equals(text);
    return plain ? Optional.of(client.servers(without).with(wanted)) : Optional.empty();
  }

  private Change unpinned(String text, Path root) throws MalformedFileException {
    String changed = text;
    for (Server server : client.servers(text).servers()) {
      Optional<Path> lasting = lasting(server).filter(command -> isIn(command, root));
      if (lasting.isPresent()) {
        Entry entry = new Entry(lasting.get().toString(), server.entry().arguments());
        changed = client.servers(changed).repaired(server.name(), entry);
      }
    }
    return new Change(changed.equals(text) ? Outcome.UNCHANGED : Outcome.REPAIRED, changed, "");
  }

  private static Optional<Path> lasting(Server server) {
    try {
      return Optional.of(server)
          .filter(Server::isOurs)
          .map(ours -> Path.of(ours.entry().command()))
          .filter(Path::isAbsolute)
          .flatMap(Installations::lasting);
    } catch (InvalidPathException odd) {
      return Optional.empty();
    }
  }

  private static boolean isIn(Path command, Path root) {
    try {
      return command.toRealPath().startsWith(root.toRealPath());
    } catch (IOException gone) {
      return false;
    }
  }

  private Change disconnected(String text) throws MalformedFileException {
    String changed = text;
    for (Server server : client.servers(text).servers()) {
      if (server.isOurs()) {
        changed = client.servers(changed).without(server.name());
      }
    }
    return new Change(changed.equals(text) ? Outcome.UNCHANGED : Outcome.REMOVED, changed, "");
  }

  private static Change refused(String text, String reason) {
    return new Change(Outcome.REFUSED, text, reason);
  }

  private Result attempt(Outcome purpose, boolean carryOut, Edit edit) throws IOException {
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      try {
        ClientFile file = ClientFile.read(path);
        String text = file.text();
        Change change = edit.of(file, text);
        if (change.changes()) {
          checkServers(change, text);
        }
        if (!change.changes() || !carryOut) {
          return new Result(this, change.outcome(), text, change.text(), change.reason());
        }
        if (carryOut(purpose, file, change.text())) {
          return new Result(this, change.outcome(), text, change.text(), change.reason());
        }
      } catch (MalformedFileException malformed) {
        return new Result(this, Outcome.REFUSED, "", "", malformed.getMessage());
      } catch (FileSystemException refused) {
        return new Result(this, Outcome.REFUSED, "", "", "it cannot be written: " + plain(refused));
      }
    }
    return new Result(
        this, Outcome.REFUSED, "", "", "another program keeps changing it; try again");
  }

  /** Reads the new text as the client will: a slip of ours must not disable it. */
  private void checkServers(Change change, String text) throws MalformedFileException {
    List<Server> after = client.servers(change.text()).servers();
    List<Server> before = client.servers(text).servers();
    boolean others = foreign(after).equals(foreign(before));
    boolean ours = after.stream().anyMatch(Server::isOurs) != (change.outcome() == Outcome.REMOVED);
    if (!others || !ours) {
      throw new MalformedFileException("its form is not one that is edited");
    }
  }

  private static List<Server> foreign(List<Server> servers) {
    return servers.stream().filter(server -> !server.isOurs()).toList();
  }

  private boolean carryOut(Outcome purpose, ClientFile file, String text)
      throws IOException, MalformedFileException {
    Files.createDirectories(file.folder());
    if (!client.locksItsFile()) {
      return replace(purpose, file, text);
    }
    try (FolderLock _ = FolderLock.take(file.real())) {
      return replace(purpose, file, text);
    }
  }

  private boolean replace(Outcome purpose, ClientFile file, String text)
      throws IOException, MalformedFileException {
    return purpose == Outcome.REMOVED
        ? withdraw(file, text)
        : file.replace(file.encoded(text), true);
  }

  private static String plain(FileSystemException failure) {
    if (failure instanceof AccessDeniedException) {
      return "no permission";
    }
    return Optional.ofNullable(failure.getReason()).orElse("the system refused it");
  }

  /**
   * Takes the entry out. If the file still is what connecting made of a copy beside it, that copy
   * comes back to the byte, and a file that connecting had made goes; else only the entry is cut
   * out.
   */
  private boolean withdraw(ClientFile file, String cut) throws IOException, MalformedFileException {
    String present = file.text();
    for (Path backup : file.backups()) {
      ClientFile former = new ClientFile(backup, backup, Optional.of(Files.readAllBytes(backup)));
      if (madeOf(former.text()).equals(Optional.of(present))) {
        boolean done = file.replace(former.bytes().orElseThrow(), false);
        if (done) {
          Files.deleteIfExists(backup);
        }
        return done;
      }
    }
    if (madeOf("").equals(Optional.of(present)) && file.backups().isEmpty()) {
      return file.delete();
    }
    return file.replace(file.encoded(cut), false);
  }

  /** {@return what connecting makes of that text with the program that now stands in the file} */
  private Optional<String> madeOf(String former) throws IOException, MalformedFileException {
    List<Server> ours =
        client.servers(ClientFile.read(path).text()).servers().stream()
            .filter(Server::isOurs)
            .toList();
    if (ours.size() != 1) {
      return Optional.empty();
    }
    try {
      boolean hadOurs = client.servers(former).servers().stream().anyMatch(Server::isOurs);
      return hadOurs
          ? Optional.empty()
          : Optional.of(client.servers(former).with(ours.getFirst().entry()));
    } catch (MalformedFileException other) {
      return Optional.empty();
    }
  }
}
