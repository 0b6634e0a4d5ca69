package quire.http.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import quire.api.Change;
import quire.api.ChangePages;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.Subject.OfObservation;
import quire.http.door.RefusedException;
import quire.mcp.graph.ChangeJson;
import quire.mcp.json.JsonWriter;

/** One entity: its facts with who wrote them and when, its relations, and what happened to it. */
final class EntityPage {
  /** Of a longer history the first part is shown, and that there is more. */
  private static final int MOST_CHANGES = 5_000;

  private EntityPage() {}

  static Answer answer(Question question, MemoryStore store) throws RefusedException {
    String name = question.required("name");
    Graph graph;
    try (GraphSnapshot found = store.read(new Selection.Named(List.of(name)))) {
      graph = found.toGraph();
    }
    if (graph.entities().isEmpty()) {
      throw RefusedException.of(404, "There is no entity of this name, or no longer");
    }
    Entity entity = graph.entities().getFirst();
    List<Change> changes = changes(name, store);
    return json -> {
      json.name("name").string(entity.name()).name("type").string(entity.type());
      observations(json, entity, changes);
      relations(json, name, graph.relations());
      json.name("changes").beginArray();
      changes.forEach(change -> ChangeJson.change(json, change));
      json.endArray().name("more").bool(changes.size() >= MOST_CHANGES);
    };
  }

  private static List<Change> changes(String name, MemoryStore store) {
    List<Change> changes = new ArrayList<>();
    ChangePages.ofEntity(
        store,
        name,
        change -> {
          changes.add(change);
          return changes.size() < MOST_CHANGES;
        });
    return changes;
  }

  private static void observations(JsonWriter json, Entity entity, List<Change> changes) {
    Map<String, Change> added = new HashMap<>();
    for (Change change : changes) {
      if (change.action() == Change.Action.ADDED
          && change.subject() instanceof OfObservation observation
          && observation.entity().equals(entity.name())) {
        observation.text().ifPresent(text -> added.put(text, change));
      }
    }
    json.name("observations").beginArray();
    for (String text : entity.observations()) {
      json.beginObject().name("text").string(text);
      Change change = added.get(text);
      if (change != null) {
        json.name("client").string(change.author().client());
        json.name("session").string(change.author().session());
        json.name("time").string(change.time().toString());
        json.name("sequence").number(change.sequence());
      }
      json.endObject();
    }
    json.endArray();
  }

  private static void relations(JsonWriter json, String name, List<Relation> relations) {
    json.name("out").beginArray();
    for (Relation relation : relations) {
      if (relation.from().equals(name)) {
        json.beginObject().name("type").string(relation.type());
        json.name("to").string(relation.to()).endObject();
      }
    }
    json.endArray().name("in").beginArray();
    for (Relation relation : relations) {
      if (relation.to().equals(name)) {
        json.beginObject().name("type").string(relation.type());
        json.name("from").string(relation.from()).endObject();
      }
    }
    json.endArray();
  }
}
