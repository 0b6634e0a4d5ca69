package quire.lab;

import java.util.ArrayList;
import java.util.List;
import quire.api.StoreStatistics;

/** What all drivers of one run note down together. */
final class StressTally {
  private static final int COMPLAINTS_KEPT = 10;

  private final StressLedger ledger = new StressLedger();
  private final Latencies latencies = new Latencies();
  private final List<String> complaints = new ArrayList<>();
  private StoreStatistics waits = StoreStatistics.NONE;
  private long errors;

  StressLedger ledger() {
    return ledger;
  }

  Latencies latencies() {
    return latencies;
  }

  synchronized void waits(StoreStatistics ofOneServer) {
    waits = waits.and(ofOneServer);
  }

  /** {@return what all servers say that lived at the end} */
  synchronized StoreStatistics waits() {
    return waits;
  }

  /** Counts a call that a living server did not answer as it should. */
  synchronized void error(String text) {
    errors++;
    if (complaints.size() < COMPLAINTS_KEPT) {
      complaints.add(text);
    }
  }

  synchronized long errors() {
    return errors;
  }

  /** {@return the first errors, in words} */
  synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }
}
