package quire.cli.settings;

import java.util.Optional;

/** Which memories the reads of a process answer from; its writes go to the project's alone. */
public enum Scope {
  /** The store in force. */
  PROJECT("project"),
  /** The store in force, and the one that the user has outside of any project. */
  PROJECT_AND_USER("project+user");

  private final String word;

  Scope(String word) {
    this.word = word;
  }

  static Optional<Scope> of(String word) {
    for (Scope scope : values()) {
      if (scope.word.equals(word)) {
        return Optional.of(scope);
      }
    }
    return Optional.empty();
  }

  String word() {
    return word;
  }
}
