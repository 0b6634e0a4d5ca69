package quire.secrets;

import java.util.Optional;

/** What happens to a secret that is about to be stored. */
public enum SecretPolicy {
  /** A marker takes its place. */
  REDACT("redact"),
  /** The call fails, and nothing is written. */
  REFUSE("refuse"),
  /** It is stored like any other text. */
  OFF("off");

  private final String word;

  SecretPolicy(String word) {
    this.word = word;
  }

  /** {@return the policy of a word, as people write it} */
  public static Optional<SecretPolicy> of(String word) {
    for (SecretPolicy policy : values()) {
      if (policy.word.equals(word)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }

  /** {@return the word that people write for it} */
  public String word() {
    return word;
  }
}
