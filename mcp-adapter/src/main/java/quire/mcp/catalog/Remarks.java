package quire.mcp.catalog;

import java.util.List;
import java.util.function.Supplier;

/** Tells an agent once, with what it reads first, what it should know of the memory. */
public final class Remarks {
  private final Supplier<List<String>> source;
  private int told;

  /**
   * @param source gives a list that only grows
   */
  public Remarks(Supplier<List<String>> source) {
    this.source = source;
  }

  /** {@return everything} */
  public List<String> all() {
    return source.get();
  }

  /** {@return what was not told yet, which counts as told from now on} */
  public synchronized List<String> untold() {
    List<String> all = source.get();
    List<String> untold = all.subList(Math.min(told, all.size()), all.size());
    told = all.size();
    return untold;
  }
}
