package quire.mcp.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import quire.mcp.catalog.Completion;
import quire.mcp.catalog.Inquiry;
import quire.mcp.catalog.Operation;
import quire.mcp.catalog.Resource;
import quire.mcp.catalog.Service;
import quire.mcp.catalog.ToolContext;
import quire.mcp.json.Schema;
import quire.mcp.json.Schemas;
import quire.mcp.json.Structure;
import quire.mcp.protocol.Caller;
import quire.mcp.protocol.Message.Request;
import quire.mcp.protocol.Params;
import quire.mcp.protocol.ProtocolException;
import quire.mcp.protocol.Result;

/** The methods of both eras, and what each of them asks for. */
final class Methods {
  /** Requests of these describe themselves or are none. */
  static final Set<String> MODERN_ONLY = Set.of("server/discover", "subscriptions/listen");

  private static final Structure.Member<List<String>> URIS =
      Structure.optional("resourceSubscriptions", Schema.listOf(Schemas.TEXT));
  private static final Schema<List<String>> FILTER =
      Structure.open(
          values -> {
            List<String> uris = values.find(URIS);
            return uris == null ? List.of() : uris;
          },
          URIS);

  /** Not in {@link Result}: an interface with a constant gets no lambda into the start's cache. */
  private static final Result EMPTY = json -> {};

  private final Service service;
  private final Audience audience;

  Methods(Service service, Audience audience) {
    this.service = service;
    this.audience = audience;
  }

  /** {@return what the request asks for: {@link Known}, or an operation on the store} */
  Operation<?> find(Request request, Caller caller) {
    return caller.modern() ? modern(request) : legacy(request, caller);
  }

  private Operation<?> modern(Request request) {
    return switch (request.method()) {
      case "server/discover" -> new Known(Handshake.discovery(service.offer()));
      case "subscriptions/listen" -> listen(request);
      default -> common(request);
    };
  }

  private Operation<?> legacy(Request request, Caller caller) {
    return switch (request.method()) {
      case "initialize" ->
          new Known(Handshake.welcome(service.offer(), service.identity(), caller.revision()));
      case "ping" -> new Known(EMPTY);
      case "resources/subscribe" -> subscribe(request.params());
      case "resources/unsubscribe" -> unsubscribe(request.params());
      default -> common(request);
    };
  }

  private Operation<?> common(Request request) {
    Params params = request.params();
    int pageSize = service.limits().pageSize();
    return switch (request.method()) {
      case "tools/list" -> new Known(service.tools().list(params, pageSize));
      case "tools/call" -> service.tools().named(params);
      case "resources/list" -> new Known(service.resources().list(params, pageSize));
      case "resources/templates/list" ->
          new Known(service.resources().listTemplates(params, pageSize));
      case "resources/read" -> read(service.resources().named(params));
      case "prompts/list" -> new Known(service.prompts().list(params, pageSize));
      case "prompts/get" -> new Known(service.prompts().get(params));
      case "completion/complete" -> Completion.of(params, service.offer());
      default -> throw ProtocolException.methodNotFound(request.method());
    };
  }

  private static Inquiry read(Resource resource) {
    return new Inquiry() {
      @Override
      public Result call(ToolContext context) {
        return resource.read(context);
      }

      @Override
      public boolean walks() {
        return resource.walks();
      }
    };
  }

  private Inquiry subscribe(Params params) {
    Resource resource = service.resources().named(params);
    return context -> {
      audience.subscribe(resource, context.store());
      return EMPTY;
    };
  }

  private Inquiry unsubscribe(Params params) {
    Resource resource = service.resources().named(params);
    return context -> {
      audience.unsubscribe(resource);
      return EMPTY;
    };
  }

  /** Grants the resources that exist; other kinds of change never happen here. */
  private Inquiry listen(Request request) {
    List<Resource> granted = new ArrayList<>();
    for (String uri : request.params().required("notifications", FILTER)) {
      Resource resource = service.resources().find(uri);
      if (resource != null) {
        granted.add(resource);
      }
    }
    return context -> {
      audience.listen(request.id(), granted, context.store());
      if (context.cancelled()) {
        audience.cancel(request.id());
      }
      return null;
    };
  }
}
