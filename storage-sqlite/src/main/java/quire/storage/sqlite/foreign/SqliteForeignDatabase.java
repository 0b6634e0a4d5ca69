package quire.storage.sqlite.foreign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import quire.api.spi.ForeignDatabase;

/** Knows the SQLite databases of other memory programs by their tables. */
public final class SqliteForeignDatabase implements ForeignDatabase {
  private static final List<Shape> SHAPES =
      List.of(
          new GraphTables("@pepk/mcp-memory-sqlite", "from_entity", "to_entity", false),
          new GraphTables("mcp-memory-libsql", "source", "target", true),
          new MemoryKeeper(),
          new MemoryService());

  @Override
  public Optional<String> program(Path file) throws IOException {
    try (ReadDatabase database = ReadDatabase.open(file)) {
      return shape(database).map(Shape::program);
    }
  }

  @Override
  public String programs() {
    return SHAPES.stream().map(Shape::program).collect(Collectors.joining(", "));
  }

  private static Optional<Shape> shape(ReadDatabase database) throws IOException {
    for (Shape shape : SHAPES) {
      if (shape.fits(database)) {
        return Optional.of(shape);
      }
    }
    return Optional.empty();
  }

  @Override
  public void read(Path file, Rows rows) throws IOException {
    try (ReadDatabase database = ReadDatabase.open(file)) {
      Optional<Shape> shape = shape(database);
      if (shape.isEmpty()) {
        throw new IOException(
            "%s is not what it was any more; nothing further was taken from it. Do it again"
                .formatted(file));
      }
      shape.get().read(database, rows);
    }
  }
}
