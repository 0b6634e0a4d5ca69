package quire.secrets;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.Relation;

/**
 * A part of the graph with markers in place of the secrets that were stored before there was a
 * guard, or beside it. Names and types stay as they are: they are keys.
 */
public final class RedactedSnapshot implements GraphSnapshot {
  private final GraphSnapshot graph;
  private final SecretScanner scanner = SecretScanner.builtIn();
  private long redacted;

  /**
   * @param graph closed with this one
   */
  public RedactedSnapshot(GraphSnapshot graph) {
    this.graph = graph;
  }

  /**
   * {@return in how many observations that were handed out a marker stands; two walks count twice}
   */
  public long redacted() {
    return redacted;
  }

  @Override
  public void entities(Consumer<? super Entity> visitor) {
    graph.entities(entity -> visitor.accept(safe(entity)));
  }

  @Override
  public void names(BiConsumer<? super String, ? super String> visitor) {
    graph.names(visitor);
  }

  private Entity safe(Entity entity) {
    List<String> texts = new ArrayList<>(entity.observations().size());
    for (String text : entity.observations()) {
      List<Secret> secrets = scanner.secrets(text);
      if (!secrets.isEmpty()) {
        redacted++;
      }
      texts.add(SecretScanner.redacted(text, secrets));
    }
    return new Entity(entity.name(), entity.type(), texts);
  }

  @Override
  public void relations(Consumer<? super Relation> visitor) {
    graph.relations(visitor);
  }

  @Override
  public List<String> missing() {
    return graph.missing();
  }

  @Override
  public void close() {
    graph.close();
  }
}
