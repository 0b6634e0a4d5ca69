package quire.ranking;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map that keeps what was used last; who shares it has to see to it that one uses it at a time.
 */
public final class LatestUsed<K, V> extends LinkedHashMap<K, V> {
  private final int most;

  /**
   * @param most how many there are at most; of more, the one goes that was not used for longest
   */
  public LatestUsed(int most) {
    super(16, 0.75f, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
