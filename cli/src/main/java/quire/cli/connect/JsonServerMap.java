package quire.cli.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import quire.cli.connect.JsonText.Kind;
import quire.cli.connect.JsonText.Value;

/**
 * The servers in a JSON file.
 *
 * @param path the names that lead to the map
 * @param addresses how the address of a server is written, if the client is known to take one
 */
record JsonServerMap(
    JsonText json, List<String> path, Shape shape, Optional<AddressShape> addresses)
    implements ServerMap {
  static JsonServerMap parse(
      String text,
      JsonText.Dialect dialect,
      List<String> path,
      Shape shape,
      Optional<AddressShape> addresses)
      throws MalformedFileException {
    // An empty file is what an editor leaves behind; every client takes it for no settings.
    JsonText json = JsonText.parse(text.isBlank() ? "{}\n" : text, dialect);
    if (json.root().kind() != Kind.OBJECT) {
      throw new MalformedFileException("it holds no JSON object");
    }
    Optional<Value> map = json.at(path);
    if (map.isPresent() && map.get().kind() != Kind.OBJECT) {
      throw new MalformedFileException("its \"%s\" is no object".formatted(String.join(".", path)));
    }
    return new JsonServerMap(json, path, shape, addresses);
  }

  @Override
  public List<Server> servers() {
    return json.at(path).stream()
        .flatMap(map -> map.members().stream())
        .map(member -> new Server(member.name(), shape.read(member.value()).orElse(Entry.OTHER)))
        .toList();
  }

  @Override
  public String with(Entry entry) throws MalformedFileException {
    String written = entry.isAddress() ? address().written(entry) : shape.written(entry);
    Optional<Value> map = json.at(path);
    if (map.isPresent()) {
      return json.with(map.get(), Entry.NAME, written);
    }
    // The map is missing, and perhaps what leads to it: each missing name becomes an object.
    List<String> missing = new ArrayList<>(path);
    Value place = json.root();
    while (!missing.isEmpty() && place.member(missing.getFirst()).isPresent()) {
      place = place.member(missing.removeFirst()).orElseThrow().value();
      if (place.kind() != Kind.OBJECT) {
        throw new MalformedFileException(
            "its \"%s\" is no object".formatted(String.join(".", path)));
      }
    }
    String name = missing.removeFirst();
    String nested = object(Entry.NAME, written);
    for (String inner : missing.reversed()) {
      nested = object(inner, nested);
    }
    return json.with(place, name, nested);
  }

  private AddressShape address() throws MalformedFileException {
    return addresses.orElseThrow(
        () ->
            new MalformedFileException(
                "its makers do not say how it is given the address of a server"));
  }

  private static String object(String name, String written) {
    return "{\n  %s: %s\n}".formatted(JsonText.quoted(name), written.replace("\n", "\n  "));
  }

  @Override
  public String repaired(String name, Entry entry) {
    Value map = json.at(path).orElseThrow();
    return shape.repaired(json, map.member(name).orElseThrow().value(), entry);
  }

  @Override
  public String without(String name) {
    Value map = json.at(path).orElseThrow();
    return json.without(map, map.member(name).orElseThrow());
  }
}
