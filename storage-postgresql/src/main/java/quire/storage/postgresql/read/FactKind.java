package quire.storage.postgresql.read;

/** The kinds of facts, as numbered in the table of removals. */
enum FactKind {
  ENTITY(1),
  OBSERVATION(2),
  RELATION(3);

  private final int code;

  FactKind(int code) {
    this.code = code;
  }

  static FactKind of(int code) {
    for (FactKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("No kind of fact has the number " + code);
  }
}
