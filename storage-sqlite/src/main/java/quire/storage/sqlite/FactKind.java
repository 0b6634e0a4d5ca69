package quire.storage.sqlite;

/** The kinds of facts, as numbered in the file. */
enum FactKind {
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

  int code() {
    return code;
  }

  String table() {
    return table;
  }
}
