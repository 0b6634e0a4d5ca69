package quire.mcp.json;

/**
 * Checks the bytes of one message as they arrive: well-formed UTF-8 (no overlong form, no
 * surrogate) and none of the control characters that JSON forbids. Without the latter a message of
 * two-byte text would be taken for another encoding by the parser.
 */
public final class Utf8Check {
  private int missing;
  private int low;
  private int high;
  private boolean sound = true;

  public void accept(byte[] bytes, int from, int to) {
    for (int i = from; i < to && sound; i++) {
      int b = bytes[i] & 0xff;
      if (missing > 0) {
        sound = b >= low && b <= high;
        next(missing - 1, 0x80, 0xbf);
      } else if (b < 0x20) {
        sound = b == '\t' || b == '\r' || b == '\n';
      } else if (b >= 0x80) {
        lead(b);
      }
    }
  }

  /** {@return whether the bytes so far are a complete text} */
  public boolean complete() {
    return sound && missing == 0;
  }

  private void lead(int b) {
    if (b >= 0xc2 && b <= 0xdf) {
      next(1, 0x80, 0xbf);
    } else if (b >= 0xe0 && b <= 0xef) {
      next(2, b == 0xe0 ? 0xa0 : 0x80, b == 0xed ? 0x9f : 0xbf);
    } else if (b >= 0xf0 && b <= 0xf4) {
      next(3, b == 0xf0 ? 0x90 : 0x80, b == 0xf4 ? 0x8f : 0xbf);
    } else {
      sound = false;
    }
  }

  private void next(int stillMissing, int lowest, int highest) {
    missing = stillMissing;
    low = lowest;
    high = highest;
  }
}
