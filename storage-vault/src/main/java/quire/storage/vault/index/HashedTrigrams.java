package quire.storage.vault.index;

import java.util.List;
import java.util.function.IntConsumer;
import quire.text.Trigrams;

/**
 * The three-letter parts of strings, as hashes. A string has the parts of all the forms in which it
 * is looked for.
 */
final class HashedTrigrams {
  private static final int LENGTH = 3;

  private HashedTrigrams() {}

  static void of(String name, String type, List<String> texts, IntConsumer visitor) {
    ofString(name, visitor);
    ofString(type, visitor);
    texts.forEach(text -> ofString(text, visitor));
  }

  private static void ofString(String text, IntConsumer visitor) {
    ofForms(Trigrams.forms(text), visitor);
  }

  /** Hands out the parts of a string that is in one of the forms; none of a shorter one. */
  static void ofForm(String form, IntConsumer visitor) {
    for (int i = 0; i + LENGTH <= form.length(); i++) {
      int hash = (form.charAt(i) * 31 + form.charAt(i + 1)) * 31 + form.charAt(i + 2);
      hash *= 0x9E3779B9;
      visitor.accept(hash >>> 16 ^ hash);
    }
  }

  static void ofForms(List<String> forms, IntConsumer visitor) {
    forms.forEach(form -> ofForm(form, visitor));
  }
}
