package quire.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import quire.api.GraphSnapshot;
import quire.api.Selection;
import quire.mcp.Structure.Member;

/** Completes the names of entities, for the resource template and the prompts. */
record Completion(String typed) implements Work {
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
  private static final Member<String> VALUE = Structure.required("value", Schemas.TEXT);
  private static final Schema<String> TYPED =
      Structure.open(values -> values.get(VALUE), ARGUMENT, VALUE);

  private record Reference(String type, String name, String uri) {}

  /** {@return the work for the params, whose reference must be one that is on offer} */
  static Completion of(Params params, Service service) {
    Reference reference = params.required("ref", REFERENCE);
    boolean known =
        switch (reference.type()) {
          case "ref/prompt" -> service.prompts().find(reference.name()) != null;
          case "ref/resource" ->
              service.resources().templates().stream()
                  .anyMatch(template -> template.address().equals(reference.uri()));
          default -> false;
        };
    if (!known) {
      throw ProtocolException.invalidParams("Invalid params: ref names nothing that is on offer");
    }
    return new Completion(params.required("argument", TYPED));
  }

  @Override
  public Result answer(Call call) {
    List<String> names = names(call);
    return json -> {
      json.name("completion").beginObject().name("values").beginArray();
      names.stream().limit(MOST).forEach(json::string);
      json.endArray().name("hasMore").bool(names.size() > MOST).endObject();
    };
  }

  private List<String> names(Call call) {
    List<String> names = new ArrayList<>();
    String wanted = typed.toLowerCase(Locale.ROOT);
    try (GraphSnapshot graph = call.store().read(new Selection.Matching(typed))) {
      graph.entities(
          entity -> {
            call.checkCancelled();
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
