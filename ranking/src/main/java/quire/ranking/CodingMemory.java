package quire.ranking;

import java.io.IOException;
import java.io.InputStream;

/** The recall set that comes with Quire: what agents noted while coding, and questions about it. */
public final class CodingMemory {
  private CodingMemory() {}

  /** {@return the set as lines of JSON, in the form that docs/recall.md describes} */
  public static InputStream open() throws IOException {
    InputStream set = CodingMemory.class.getResourceAsStream("coding-memory.jsonl");
    if (set == null) {
      throw new IOException("Cannot read coding-memory.jsonl: it is not in the module");
    }
    return set;
  }
}
