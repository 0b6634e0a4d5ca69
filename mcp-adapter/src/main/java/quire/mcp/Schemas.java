package quire.mcp;

import java.time.Instant;
import java.util.Set;

/** The schemas of single values. */
final class Schemas {
  static final Schema<String> TEXT = new Schema.Text();
  static final Schema<Boolean> TRUTH = new Schema.Truth();
  static final Schema<Instant> TIME = new Schema.Time();
  static final Schema<Set<String>> NAMES = new Schema.Names();
  static final Schema<RequestId> ID = new Schema.Id();

  private Schemas() {}
}
