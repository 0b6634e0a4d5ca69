package quire.http.events;

import java.io.IOException;
import java.util.List;
import quire.http.engine.Engine.Call;

/** Every change, one event each, for whoever follows the memory. */
public final class ChangeStream implements Streams.Teller {
  private final Call call;
  private final ChangeFeed feed;
  private long told;

  /**
   * @param told the change after which it begins
   */
  public ChangeStream(Call call, ChangeFeed feed, long told) {
    this.call = call;
    this.feed = feed;
    this.told = told;
  }

  @Override
  public long position() {
    return told;
  }

  @Override
  public void tell(long newest) throws IOException, InterruptedException {
    while (told < newest && !feed.ended()) {
      List<ChangeEvent> events = feed.after(told);
      for (ChangeEvent event : events) {
        call.send(event.bytes());
        told = event.sequence();
      }
      if (events.isEmpty()) {
        told = newest; // the last numbers belong to changes that are not told
      }
    }
  }
}
