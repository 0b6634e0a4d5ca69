package quire.cli.connect;

import static quire.cli.connect.JsonText.quoted;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import quire.cli.connect.JsonText.Kind;
import quire.cli.connect.JsonText.Member;
import quire.cli.connect.JsonText.Value;

/** How an entry is written in the JSON of a client. */
enum Shape {
  /** A program and its words, as most clients have it. */
  COMMAND_AND_ARGS(""),
  /** VS Code wants the transport named. */
  STDIO("\"type\": \"stdio\",\n  "),
  /** Copilot CLI calls it local and has a list of the tools that may be used. */
  LOCAL("\"type\": \"local\",\n  "),
  /** Zed's versions up to 2025 refuse an entry without it. */
  CUSTOM("\"source\": \"custom\",\n  "),
  /** OpenCode and Kilo keep the program and its words in one list. */
  COMMAND_LIST("\"type\": \"local\",\n  ");

  private final String front;

  Shape(String front) {
    this.front = front;
  }

  /** {@return the entry on several lines, two spaces a level} */
  String written(Entry entry) {
    return switch (this) {
      case COMMAND_LIST ->
          "{\n  %s\"command\": %s,\n  \"enabled\": true\n}".formatted(front, list(words(entry)));
      case LOCAL ->
          "{\n  %s\"command\": %s,\n  \"args\": %s,\n  \"tools\": [\"*\"]\n}"
              .formatted(front, quoted(entry.command()), list(entry.arguments()));
      default ->
          "{\n  %s\"command\": %s,\n  \"args\": %s\n}"
              .formatted(front, quoted(entry.command()), list(entry.arguments()));
    };
  }

  private static List<String> words(Entry entry) {
    return Stream.concat(Stream.of(entry.command()), entry.arguments().stream()).toList();
  }

  static String list(List<String> words) {
    return words.stream().map(JsonText::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  /** {@return what a member of the client's map says: a program, or an address} */
  Optional<Entry> read(Value value) {
    if (value.kind() != Kind.OBJECT) {
      return Optional.empty();
    }
    // Cline's own command writes the program one level down.
    Value place =
        value
            .member("transport")
            .map(Member::value)
            .filter(t -> t.member("command").isPresent())
            .orElse(value);
    return place
        .member("command")
        .map(Member::value)
        .flatMap(command -> read(place, command))
        .or(() -> address(place));
  }

  private static Optional<Entry> address(Value place) {
    return url(place)
        .map(Value::string)
        .filter(url -> !url.isEmpty())
        .map(
            url ->
                new Entry("", List.of(), url, authorization(place).map(Value::string).orElse("")));
  }

  private static Optional<Value> url(Value place) {
    return Stream.of("url", "httpUrl", "serverUrl")
        .flatMap(key -> place.member(key).stream())
        .map(Member::value)
        .filter(value -> value.kind() == Kind.STRING)
        .findFirst();
  }

  private static Optional<Value> authorization(Value place) {
    return place
        .member("headers")
        .flatMap(headers -> headers.value().member("Authorization"))
        .map(Member::value)
        .filter(value -> value.kind() == Kind.STRING);
  }

  private static Optional<Entry> read(Value place, Value command) {
    List<String> args =
        place.member("args").map(Member::value).map(Shape::strings).orElse(List.of());
    return switch (command.kind()) {
      case STRING -> Optional.of(new Entry(command.string(), args));
      case ARRAY -> {
        List<String> words = strings(command);
        yield words.isEmpty()
            ? Optional.empty()
            : Optional.of(new Entry(words.getFirst(), words.subList(1, words.size())));
      }
      default -> Optional.empty();
    };
  }

  private static List<String> strings(Value array) {
    return array.elements().stream()
        .filter(element -> element.kind() == Kind.STRING)
        .map(Value::string)
        .toList();
  }

  /** {@return the text in which that member starts the entry; all else in it stays} */
  String repaired(JsonText json, Value value, Entry entry) {
    Value place =
        value
            .member("transport")
            .map(Member::value)
            .filter(t -> t.member("command").isPresent())
            .orElse(value);
    if (entry.isAddress()) {
      return repairedAddress(json, place, entry);
    }
    Value command = place.member("command").orElseThrow().value();
    if (command.kind() == Kind.ARRAY) {
      return json.replaced(command.start(), command.end(), list(words(entry)));
    }
    Optional<Value> args = place.member("args").map(Member::value);
    String words = list(entry.arguments());
    String program = quoted(entry.command());
    if (args.isEmpty()) {
      return json.replaced(command.start(), command.end(), program + ", \"args\": " + words);
    }
    return replaced(json, command, program, args.get(), words);
  }

  private static String repairedAddress(JsonText json, Value place, Entry entry) {
    Value url = url(place).orElseThrow();
    Optional<Value> header = authorization(place);
    return header.isEmpty()
        ? json.replaced(url.start(), url.end(), quoted(entry.url()))
        : replaced(json, url, quoted(entry.url()), header.get(), quoted(entry.authorization()));
  }

  /** Puts two texts in the places of two values, the later one first. */
  private static String replaced(
      JsonText json, Value one, String first, Value other, String second) {
    boolean swapped = other.start() < one.start();
    Value later = swapped ? one : other;
    Value earlier = swapped ? other : one;
    String text = json.replaced(later.start(), later.end(), swapped ? first : second);
    return text.substring(0, earlier.start())
        + (swapped ? second : first)
        + text.substring(earlier.end());
  }
}
