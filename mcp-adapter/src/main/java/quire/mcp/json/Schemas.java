package quire.mcp.json;

import java.time.Instant;
import java.util.Set;

/** The schemas of single values. */
public final class Schemas {
  public static final Schema<String> TEXT = new Schema.Text();

  /** A string with something in it: a name, a type or a fact. */
  public static final Schema<String> FILLED = new Schema.Filled();

  public static final Schema<String> QUERY = new Schema.Query(4_096, 64);
  public static final Schema<Boolean> TRUTH = new Schema.Truth();
  public static final Schema<Instant> TIME = new Schema.Time();
  public static final Schema<Set<String>> NAMES = new Schema.Names();
  public static final Schema<RequestId> ID = new Schema.Id();

  private Schemas() {}
}
