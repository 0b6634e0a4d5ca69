package quire.storage.sqlite.read;

/** The kinds of facts, as numbered in the file. */
public enum FactKind {
  ENTITY(1, "entities"),
  OBSERVATION(2, "observations"),
  RELATION(3, "relations");

  private final int code;
  private final String table;

  FactKind(int code, String table) {
    this.code = code;
    this.table = table;
  }

  static FactKind of(int code) {
    return values()[code - 1];
  }

  public int code() {
    return code;
  }

  public String table() {
    return table;
  }
}
