package quire.mcp.catalog;

import quire.api.Author;
import quire.api.MemoryStore;

/**
 * What one call works with.
 *
 * @param author in whose name it writes
 * @param answerBytes what an answer usually holds at most; 0 for anything
 * @param remarks what is to be said of the memory beside what is in it
 * @param cancellation says whether the client still wants the answer
 */
public record ToolContext(
    MemoryStore store,
    Author author,
    ServerLimits limits,
    int answerBytes,
    Remarks remarks,
    Cancellation cancellation) {
  /** Ends a call that nobody waits for any longer. */
  public interface Cancellation {
    /**
     * Called between two steps of a long work.
     *
     * @throws quire.api.StoreInterruptedException if the call is to end here
     */
    void check();

    boolean cancelled();
  }

  public void checkCancelled() {
    cancellation.check();
  }

  public boolean cancelled() {
    return cancellation.cancelled();
  }
}
