package quire.semantic;

import quire.api.Fact;

/** The text of a fact as the model reads it. */
final class Passages {
  private Passages() {}

  static String of(Fact fact) {
    return fact.text().map(text -> fact.entity() + ": " + text).orElse(fact.entity());
  }
}
