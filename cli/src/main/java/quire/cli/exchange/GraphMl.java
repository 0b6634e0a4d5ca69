package quire.cli.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import quire.api.GraphSnapshot;
import quire.api.Relation;

/** GraphML, as graph tools such as Gephi, yEd and Cytoscape open it. */
final class GraphMl implements GraphForm.Stream {
  private static final String BEGIN =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
        <key id="label" for="all" attr.name="label" attr.type="string"/>
        <key id="type" for="node" attr.name="type" attr.type="string"/>
        <key id="observations" for="node" attr.name="observations" attr.type="string"/>
        <graph id="memory" edgedefault="directed">
      """;
  private static final String END =
      """
        </graph>
      </graphml>
      """;

  @Override
  public void write(GraphSnapshot graph, OutputStream out, Tally tally) throws IOException {
    TextOut text = new TextOut(out);
    Set<String> nodes = new HashSet<>();
    text.put(BEGIN);
    graph.entities(
        entity -> {
          node(text, nodes, entity.name(), entity.type(), entity.observations());
          tally.count(entity);
        });
    graph.relations(
        relation -> {
          // An end need not be an entity, but an edge of GraphML needs both of its nodes.
          ensure(text, nodes, relation.from());
          ensure(text, nodes, relation.to());
          edge(text, relation);
          tally.count(relation);
        });
    text.put(END);
    text.flush();
  }

  private static void ensure(TextOut text, Set<String> nodes, String name) {
    if (!nodes.contains(NameDigest.of(name))) {
      node(text, nodes, name, "", List.of());
    }
  }

  private static void node(
      TextOut text, Set<String> nodes, String name, String type, List<String> observations) {
    String id = NameDigest.of(name);
    nodes.add(id);
    text.put("    <node id=\"n%s\">".formatted(id));
    put(text, "label", name);
    put(text, "type", type);
    put(text, "observations", String.join("\n", observations));
    text.put("</node>\n");
  }

  private static void edge(TextOut text, Relation relation) {
    text.put(
        "    <edge source=\"n%s\" target=\"n%s\">"
            .formatted(NameDigest.of(relation.from()), NameDigest.of(relation.to())));
    put(text, "label", relation.type());
    text.put("</edge>\n");
  }

  private static void put(TextOut text, String key, String value) {
    if (!value.isEmpty()) {
      text.put("<data key=\"%s\">".formatted(key)).put(escaped(value)).put("</data>");
    }
  }

  private static String escaped(String text) {
    return FileText.of(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
