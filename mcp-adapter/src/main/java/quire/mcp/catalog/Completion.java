package quire.mcp.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import quire.api.GraphSnapshot;
import quire.api.Selection;
import quire.mcp.catalog.Service.Offer;
import quire.mcp.json.Schema;
import quire.mcp.json.Schemas;
import quire.mcp.json.Structure;
import quire.mcp.json.Structure.Member;
import quire.mcp.protocol.Params;
import quire.mcp.protocol.ProtocolException;
import quire.mcp.protocol.Result;

/** Completes the names of entities, for the resource template and the prompts. */
public record Completion(String typed) implements Inquiry {
  private static final int MOST = 100;

  private static final Member<String> TYPE = Structure.required("type", Schemas.TEXT);
  private static final Member<String> NAME = Structure.optional("name", Schemas.TEXT);
  private static final Member<String> URI = Structure.optional("uri", Schemas.TEXT);
  private static final Schema<Reference> REFERENCE =
      Structure.open(
          values ->
              new Reference(
                  values.get(TYPE),
                  String.valueOf(values.find(NAME)),
                  String.valueOf(values.find(URI))),
          TYPE,
          NAME,
          URI);
  private static final Member<String> ARGUMENT = Structure.required("name", Schemas.TEXT);
  private static final Member<String> VALUE = Structure.required("value", Schemas.QUERY);
  private static final Schema<String> TYPED =
      Structure.open(values -> values.get(VALUE), ARGUMENT, VALUE);

  private record Reference(String type, String name, String uri) {}

  /** {@return the work for the params, whose reference must be one that is on offer} */
  public static Completion of(Params params, Offer offer) {
    Reference reference = params.required("ref", REFERENCE);
    boolean known =
        switch (reference.type()) {
          case "ref/prompt" -> offer.prompts().find(reference.name()) != null;
          case "ref/resource" ->
              offer.resources().templates().stream()
                  .anyMatch(template -> template.address().equals(reference.uri()));
          default -> false;
        };
    if (!known) {
      throw ProtocolException.invalidParams("Invalid params: ref names nothing that is on offer");
    }
    return new Completion(params.required("argument", TYPED));
  }

  @Override
  public Result call(ToolContext context) {
    List<String> names = names(context);
    return json -> {
      json.name("completion").beginObject().name("values").beginArray();
      names.stream().limit(MOST).forEach(json::string);
      json.endArray().name("hasMore").bool(names.size() > MOST).endObject();
    };
  }

  private List<String> names(ToolContext context) {
    List<String> names = new ArrayList<>();
    String wanted = typed.toLowerCase(Locale.ROOT);
    try (GraphSnapshot graph = context.store().written().read(new Selection.Matching(typed))) {
      graph.entities(
          entity -> {
            context.checkCancelled();
            if (entity.name().toLowerCase(Locale.ROOT).contains(wanted)) {
              names.add(entity.name());
            }
            if (names.size() > MOST) {
              throw new EnoughException();
            }
          });
    } catch (EnoughException enough) {
      return names;
    }
    return names;
  }

  /** Ends a walk early. */
  private static final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EnoughException() {
      super(null, null, false, false);
    }
  }
}
