package quire.mcp;

import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import quire.api.MemoryStore;

/**
 * What a server needs to know.
 *
 * @param version of the program, as clients are told it
 * @param store gives the store; asked by the first call that needs it, in that call's thread, so it
 *     may take long; asked again after it failed with a {@link quire.api.StoreException}
 * @param session marks what is written over this server in the change log
 * @param notices where events from {@code least} on are told, a line each, never with a text of the
 *     memory
 * @param remarks gives what an agent should know of the memory beside what is in it, a sentence
 *     each; the list only grows, and may grow when the store is opened
 * @param answerBytes gives what an answer to search_nodes and read_graph holds at most unless the
 *     call says otherwise, 0 for anything; asked once the store is open
 */
public record ServerSetup(
    String version,
    Supplier<MemoryStore> store,
    String session,
    PrintStream notices,
    Level least,
    ClientListener clients,
    Supplier<List<String>> remarks,
    IntSupplier answerBytes) {
  /** What an answer usually holds: about 25,000 tokens, where clients begin to cut. */
  public static final int USUAL_ANSWER_BYTES = 100_000;

  /** A memory of which nothing else is to be said. */
  public ServerSetup(
      String version,
      Supplier<MemoryStore> store,
      String session,
      PrintStream notices,
      Level least,
      ClientListener clients) {
    this(version, store, session, notices, least, clients, List::of, () -> USUAL_ANSWER_BYTES);
  }

  /** Hears who the client is, and when it goes. */
  public interface ClientListener {
    /** Called when the client says who it is, and whenever that changes. */
    void clientIs(String name, String version);

    /**
     * Called once, when nothing more is read; what runs still gets some time to end.
     *
     * @param sound false if a defect ended the reading, and not the client
     */
    default void clientLeaves(boolean sound) {
      // nothing is to be done about it
    }
  }
}
