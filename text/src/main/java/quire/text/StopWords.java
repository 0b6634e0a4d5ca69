package quire.text;

import java.util.Set;

/** English words that say nothing about what is asked for. */
public final class StopWords {
  private static final Set<String> WORDS =
      Set.of(
          ("a an and are as at be been but by can could did do does for from had has have he her"
                  + " his how i if in into is it its me my no not of on or our she should so than"
                  + " that the their them then there these they this those to up us was we were"
                  + " what when where which who whom why will with would you your t s don doesn"
                  + " didn isn")
              .split(" "));

  private StopWords() {}

  /** {@return whether this word, in lower case, is one} */
  public static boolean contains(String word) {
    return WORDS.contains(word);
  }
}
