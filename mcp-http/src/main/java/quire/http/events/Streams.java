package quire.http.events;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import quire.http.door.RefusedException;
import quire.http.engine.Engine.Call;

/** The open streams of events: how many there may be, and what each of them does. */
public final class Streams {
  private static final int MOST = 1_000;

  /**
   * Some clients give up a stream that was silent for 300 s, and some proxies do after 30 s. Only
   * what is sent shows whether a client is still there.
   */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private static final byte[] COMMENT = ": \n\n".getBytes(StandardCharsets.US_ASCII);

  private final ChangeFeed feed;
  private final Duration heartbeat;
  private final AtomicInteger open = new AtomicInteger();

  /** What one stream tells. */
  public interface Teller {
    /** {@return the change after which the stream goes on; the largest number for none} */
    long position();

    /** Sends what came after its position, up to the newest change at the most. */
    void tell(long newest) throws IOException, InterruptedException;
  }

  public Streams(ChangeFeed feed) {
    this(feed, HEARTBEAT);
  }

  /**
   * @param heartbeat how long a stream may be silent
   */
  public Streams(ChangeFeed feed, Duration heartbeat) {
    this.feed = feed;
    this.heartbeat = heartbeat;
  }

  /** Keeps a place for a stream; the caller gives it back. */
  public void enter() throws RefusedException {
    if (open.incrementAndGet() > MOST) {
      open.decrementAndGet();
      throw RefusedException.later("%d streams are open already".formatted(MOST));
    }
  }

  public void leave() {
    open.decrementAndGet();
  }

  public int count() {
    return open.get();
  }

  /** Begins the stream: its client hears at once that there is one. */
  public static void begin(Call call) throws IOException {
    call.stream();
    call.send(COMMENT);
  }

  /**
   * Tells what changes until the server ends, or the stream is no longer wanted, which is asked at
   * each heartbeat and whenever the feed is woken.
   */
  public void follow(Call call, Teller teller, BooleanSupplier wanted)
      throws IOException, InterruptedException {
    long due = System.nanoTime() + heartbeat.toNanos();
    while (!feed.ended() && wanted.getAsBoolean()) {
      long position = teller.position();
      long left = due - System.nanoTime();
      long newest = left > 0 ? feed.await(position, Duration.ofNanos(left)) : position;
      // Asked again: another stream may have opened meanwhile, which tells from now on.
      if (newest > teller.position() && !feed.ended()) {
        teller.tell(newest);
        due = System.nanoTime() + heartbeat.toNanos();
      } else if (System.nanoTime() - due >= 0) {
        call.send(COMMENT);
        due = System.nanoTime() + heartbeat.toNanos();
      }
    }
  }
}
