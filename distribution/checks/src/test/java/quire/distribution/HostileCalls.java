package quire.distribution;

import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Calls that the protocol allows and nobody would want to answer, from a series of numbers. */
final class HostileCalls {
  private static final String[] WORDS = {
    "the", "a", "parcel", "depot", "caf\u00e9", "\u65e5\u672c", "\ud83d\udce6", "of", "is", "0"
  };

  private final Random random;

  HostileCalls(Random random) {
    this.random = random;
  }

  /** {@return the line of a request with this id, sometimes with the id at its end} */
  String request(int id) {
    String asked =
        switch (random.nextInt(12)) {
          case 0 -> method("resources/read", "\"uri\":\"memory://knowledge-graph\"");
          case 1 ->
              method(
                  "completion/complete",
                  "\"ref\":{\"type\":\"ref/prompt\",\"name\":\"recall\"},\"argument\":{\"name\":"
                      + "\"topic\",\"value\":\"p\"}");
          default -> "\"method\":\"tools/call\",\"params\":{%s}".formatted(call());
        };
    return random.nextBoolean()
        ? "{\"jsonrpc\":\"2.0\",\"id\":%d,%s}\n".formatted(id, asked)
        : "{%s,\"jsonrpc\":\"2.0\",\"id\":%d}\n".formatted(asked, id);
  }

  private static String method(String method, String params) {
    return "\"method\":\"%s\",\"params\":{%s}".formatted(method, params);
  }

  private String call() {
    return switch (random.nextInt(17)) {
      case 0 -> tool("create_entities", list("entities", size(20_000), i -> entity(2, 10)));
      case 1 -> tool("create_entities", list("entities", size(30), i -> entity(3, 30_000)));
      case 2 -> tool("create_entities", list("entities", 1, i -> entity(1, 1_000_000)));
      case 3 -> tool("create_entities", list("entities", size(2_000), i -> longName()));
      case 4 -> tool("create_relations", list("relations", size(20_000), i -> relation()));
      case 5 -> tool("add_observations", list("observations", size(3_000), i -> addition()));
      case 6, 7 -> tool("read_graph", chance(50) ? "\"limit\":1000000" : "");
      case 8 -> tool("search_nodes", "\"query\":\"" + query() + "\",\"limit\":1000000");
      case 9, 10 ->
          tool("recall", "\"query\":\"" + query() + "\",\"limit\":100,\"budget\":1000000");
      case 11 -> tool("open_nodes", list("names", size(50_000), i -> quoted(name())));
      case 12 -> tool("delete_entities", list("entityNames", size(20_000), i -> quoted(name())));
      case 13 -> tool("delete_observations", list("deletions", size(3_000), i -> deletion()));
      case 14 -> tool("explore", "\"entity\":\"" + name() + "\",\"depth\":5,\"budget\":1000000");
      case 15 -> tool(chance(50) ? "recent_changes" : "describe_memory", "");
      default -> tool("search_nodes", "\"query\":\"p\",\"surplus\":" + deep());
    };
  }

  private static String tool(String name, String arguments) {
    return "\"name\":\"%s\",\"arguments\":{%s}".formatted(name, arguments);
  }

  private static String list(String member, int size, IntFunction<String> item) {
    return IntStream.range(0, size)
        .mapToObj(item)
        .collect(Collectors.joining(",", "\"" + member + "\":[", "]"));
  }

  private String entity(int observations, int characters) {
    return "{\"name\":\"%s\",\"entityType\":\"t%d\",%s}"
        .formatted(
            name(),
            random.nextInt(9),
            list("observations", observations, i -> quoted(text(size(characters)))));
  }

  private String longName() {
    return "{\"name\":\"%s\",\"entityType\":\"%s\",\"observations\":[]}"
        .formatted("\ud83d\udce6".repeat(random.nextInt(990)) + name(), "t".repeat(900));
  }

  private String relation() {
    return "{\"from\":\"%s\",\"to\":\"%s\",\"relationType\":\"r%d\"}"
        .formatted(name(), name(), random.nextInt(50));
  }

  private String addition() {
    return "{\"entityName\":\"%s\",%s}"
        .formatted(name(), list("contents", 3, i -> quoted(text(size(300)))));
  }

  private String deletion() {
    return "{\"entityName\":\"%s\",%s}"
        .formatted(name(), list("observations", 2, i -> quoted(text(3))));
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private String name() {
    return "parcel " + random.nextInt(3_000);
  }

  private String query() {
    return chance(20) ? "" : words(size(60));
  }

  private String text(int characters) {
    return characters < 100
        ? words(1 + characters / 6)
        : (words(10) + (chance(30) ? "\\u0001\\n" : " ")).repeat(1 + characters / 60);
  }

  private String words(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> WORDS[random.nextInt(WORDS.length)] + (chance(30) ? random.nextInt(99) : ""))
        .collect(Collectors.joining(" "));
  }

  private String deep() {
    int depth = 1 + random.nextInt(90);
    return "[".repeat(depth) + "]".repeat(depth);
  }

  /** {@return up to so much, and mostly far less} */
  private int size(int most) {
    double share = random.nextDouble();
    return 1 + (int) ((most - 1) * share * share * share);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }
}
