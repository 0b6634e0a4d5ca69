package quire.storage.vault.index;

/**
 * A note whose facts no answer can hold.
 *
 * @param name the entity that it would be, as far as can be told
 */
public record HiddenNote(String path, String name, String reason) {
  @Override
  public String toString() {
    return "The facts of the note %s are missing here: %s".formatted(path, reason);
  }
}
