package quire.mcp.graph;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import quire.api.MemoryStore;
import quire.api.RecalledFact;
import quire.api.Replaced;
import quire.mcp.json.JsonWriter;

/** What was replaced on the entities of an answer, as far as the answer has room for it. */
public final class Former {
  /** Of one place in an answer, the newest ones; the log has all. */
  private static final int MOST = 3;

  /** What the answer has around a text: the members' names and the time. */
  private static final int FRAME = 50;

  private final List<Replaced> left;
  private long room;

  private Former(List<Replaced> left, long room) {
    this.left = left;
    this.room = room;
  }

  /**
   * Reads what was replaced.
   *
   * @param room the bytes that are free in the answer
   */
  public static Former of(MemoryStore store, List<String> entities, long room) {
    return new Former(
        entities.isEmpty() ? List.of() : new ArrayList<>(store.replaced(entities)), room);
  }

  /** {@return about what a recalled fact takes of the answer's budget} */
  public static long bytes(RecalledFact found) {
    return 2 * FRAME + found.bytes();
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** {@return what the fact took the place of, newest first, each once in an answer} */
  public List<Replaced> of(String entity, String text, boolean cut) {
    if (left.isEmpty()) {
      return List.of();
    }
    return take(
        replaced ->
            replaced.entity().equals(entity)
                && replaced.by().stream()
                    .anyMatch(by -> cut ? by.startsWith(text) : by.equals(text)));
  }

  /** {@return what was replaced on the entity, newest first} */
  public List<Replaced> of(String entity) {
    return left.isEmpty() ? List.of() : take(replaced -> replaced.entity().equals(entity));
  }

  private interface Choice {
    boolean fits(Replaced replaced);
  }

  private List<Replaced> take(Choice choice) {
    List<Replaced> taken = new ArrayList<>();
    for (Replaced replaced : left.reversed()) {
      if (taken.size() < MOST && choice.fits(replaced)) {
        long size = FRAME + bytes(replaced.text());
        if (size <= room) {
          room -= size;
          taken.add(replaced);
        }
      }
    }
    left.removeAll(taken);
    return taken;
  }

  public static void write(JsonWriter json, List<Replaced> former) {
    if (former.isEmpty()) {
      return;
    }
    json.name("before").beginArray();
    for (Replaced replaced : former) {
      json.beginObject().name("observation").string(replaced.text());
      json.name("until").string(ChangeJson.seconds(replaced.until())).endObject();
    }
    json.endArray();
  }
}
