package quire.storage.sqlite.foreign;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import quire.api.Entity;
import quire.api.Relation;
import quire.api.spi.ForeignDatabase.Rows;

/**
 * The database of mcp-memory-service: texts with a digest, a type and tags, and links between them.
 * A text becomes an entity that is called after its digest, a tag an entity as well.
 */
final class MemoryService implements Shape {
  private static final String MEMORIES = "memories";
  private static final String LINKS = "memory_graph";

  @Override
  public String program() {
    return "mcp-memory-service";
  }

  @Override
  public boolean fits(ReadDatabase database) throws IOException {
    return database
        .columns(MEMORIES)
        .containsAll(List.of("content_hash", "content", "tags", "memory_type", "created_at"));
  }

  @Override
  public void read(ReadDatabase database, Rows rows) throws IOException {
    Set<String> columns = database.columns(MEMORIES);
    String metadata = columns.contains("metadata") ? "metadata" : "NULL";
    String there = columns.contains("deleted_at") ? "WHERE deleted_at IS NULL" : "";
    database.each(
        """
        SELECT rowid, %s, content, memory_type, tags, %s, %s AS time FROM memories %s
        ORDER BY time, rowid
        """
            .formatted(name("content_hash"), metadata, Times.milliseconds("created_at"), there),
        row -> memory(row, rows));
    Set<String> links = database.columns(LINKS);
    if (links.containsAll(List.of("source_hash", "target_hash"))) {
      database.each(
          """
          SELECT rowid, %s, %s, %s, %s AS time FROM memory_graph ORDER BY time, rowid
          """
              .formatted(
                  name("source_hash"),
                  name("target_hash"),
                  links.contains("relationship_type") ? "relationship_type" : "NULL",
                  links.contains("created_at") ? Times.milliseconds("created_at") : "NULL"),
          row -> link(row, rows));
    }
  }

  private static String name(String digest) {
    return "'memory ' || substr(%s, 1, 12)".formatted(digest);
  }

  private static void memory(ResultSet row, Rows rows) throws SQLException {
    long number = row.getLong(1);
    String name = Texts.of(row, 2);
    String type = Texts.of(row, 4);
    String metadata = Texts.of(row, 6);
    Optional<Instant> time = Times.of(row, 7);
    rows.entity(
        MEMORIES,
        number,
        new Entity(name, type.isEmpty() ? "memory" : type, List.of(Texts.of(row, 3))),
        time);
    for (String tag : tags(Texts.of(row, 5))) {
      rows.entity(MEMORIES, number, new Entity(tag, "tag", List.of()), time);
      rows.relation(MEMORIES, number, new Relation(name, tag, "tagged"), time);
    }
    if (!metadata.isEmpty() && !metadata.equals("{}")) {
      rows.left(
          MEMORIES,
          number,
          "its metadata have no place in a graph",
          Map.of("memory", name, "metadata", metadata));
    }
  }

  private static List<String> tags(String tags) {
    return Arrays.stream(tags.split(","))
        .map(String::strip)
        .filter(tag -> !tag.isEmpty())
        .distinct()
        .toList();
  }

  private static void link(ResultSet row, Rows rows) throws SQLException {
    String type = Texts.of(row, 4);
    rows.relation(
        LINKS,
        row.getLong(1),
        new Relation(Texts.of(row, 2), Texts.of(row, 3), type.isEmpty() ? "related" : type),
        Times.of(row, 5));
  }
}
