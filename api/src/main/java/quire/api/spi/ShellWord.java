package quire.api.spi;

import java.io.File;

/** A word of a command that people, or agents, paste into a shell as a message gives it. */
public final class ShellWord {
  private ShellWord() {}

  /**
   * {@return the text as one word of a POSIX shell, which expands nothing in it} A path that came
   * with somebody else's repository may hold anything.
   */
  public static String of(String text) {
    return isPlain(text) ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "_./:-".indexOf(c) >= 0
              // Shells of Windows take it for part of a path, and quote differently.
              || (c == '\\' && File.separatorChar == '\\');
      if (!plain) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
