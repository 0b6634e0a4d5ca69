package quire.http.mcp;

import java.time.Duration;

/** Hears of each request of the protocol once it is answered. */
public interface CallObserver {
  /**
   * Called once for each request.
   *
   * @param tool the tool that was called; empty if it was none
   * @param outcome {@code ok}, or {@code error} if the protocol refused it
   */
  void ended(String method, String tool, String outcome, Duration taken);
}
