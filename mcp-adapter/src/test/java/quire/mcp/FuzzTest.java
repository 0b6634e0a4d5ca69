package quire.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import quire.mcp.catalog.Tool;
import quire.mcp.json.Ignored;
import quire.mcp.json.InvalidInputException;
import quire.mcp.json.JsonTree;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.MessageBytes;
import quire.mcp.json.MessageSource;
import quire.mcp.json.Schemas;
import quire.mcp.protocol.Input;
import quire.mcp.protocol.Message;
import quire.mcp.protocol.Message.Request;
import quire.mcp.protocol.MessageParser;
import quire.mcp.protocol.ProtocolException;
import quire.mcp.protocol.RequestMeta;
import quire.mcp.stdio.LineReader;
import quire.mcp.tools.MemoryCatalog;

/**
 * Feeds the layer what no client sends, from a seed that each failure names. The rounds are few in
 * the usual build; the profile fuzz has many more.
 */
final class FuzzTest {
  private static final int ROUNDS = Integer.getInteger("quire.fuzz.rounds", 2_000);
  private static final long SEED = Long.getLong("quire.fuzz.seed", 20_260_728);

  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u",
    "\\ud800",
    "\\n",
    "null",
    "true",
    "1",
    "-0",
    "1e9",
    "01",
    "1.",
    " ",
    "\t",
    "\u0001",
    "é",
    "\ud83e\udded",
    "\"jsonrpc\":\"2.0\"",
    "\"id\":1",
    "\"method\":\"tools/call\"",
    "\"params\":{",
    "\"arguments\":{",
    "\"entities\":[",
    "\"name\":"
  };

  @Test
  void theLineReaderFindsTheLinesHoweverTheyArrive() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      RandomGenerator random = random(round);
      byte[] input = bytes(random, 400);
      List<String> expected = new ArrayList<>();
      for (String line : new String(input, StandardCharsets.ISO_8859_1).split("\n", -1)) {
        expected.addAll(frame(line));
      }
      List<String> found = new ArrayList<>();
      LineReader lines = new LineReader(inPieces(input, random), 40);
      for (Input line = lines.next(); line != null; line = lines.next()) {
        found.add(note(line));
      }
      assertThat(found).as("round %d of seed %d", round, SEED).isEqualTo(expected);
    }
  }

  @Test
  void theParserTakesEveryLineForSomething() {
    for (int round = 0; round < ROUNDS; round++) {
      RandomGenerator random = random(round);
      byte[] line = damaged(message(random), random);
      Message message = MessageParser.parse(MessageSource.of(line));
      assertThat(message).as("round %d of seed %d", round, SEED).isNotNull();
      if (message instanceof Request request) {
        read(request, round);
      }
    }
  }

  @Test
  void theParserSeesTheSameInALineOfManyPieces() {
    for (int round = 0; round < ROUNDS / 4; round++) {
      RandomGenerator random = random(round);
      byte[] line = message(random);
      int cut = random.nextInt(line.length + 1);
      MessageSource pieces =
          new MessageSource(
              List.of(Arrays.copyOf(line, cut), Arrays.copyOfRange(line, cut, line.length)),
              line.length);
      assertThat(shape(MessageParser.parse(pieces)))
          .as("round %d of seed %d", round, SEED)
          .isEqualTo(shape(MessageParser.parse(MessageSource.of(line))));
    }
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    for (int round = 0; round < ROUNDS; round++) {
      RandomGenerator random = random(round);
      String text = text(random);
      MessageBytes bytes = MessageBytes.unlimited();
      JsonWriter json = new JsonWriter(bytes);
      json.beginObject().name("inner").beginQuoted();
      json.beginArray().string(text).number(random.nextLong()).endArray().endQuoted();
      json.name("again").string(text).endObject();
      Object read = JsonTree.parse(bytes.copy(0, bytes.position()));
      String inner = String.valueOf(JsonTree.at(read, "inner"));
      assertThat(JsonTree.at(read, "again")).as("round %d of seed %d", round, SEED).isEqualTo(text);
      // A lone surrogate is an escape in the inner text, so that the text itself is sound UTF-8.
      assertThat(JsonTree.at(JsonTree.parse(inner.getBytes(StandardCharsets.UTF_8)), 0))
          .as("round %d of seed %d", round, SEED)
          .isEqualTo(text);
    }
  }

  /** Reads what any tool would read; every outcome but a refusal or a value is a failure. */
  private static void read(Request request, int round) {
    for (Tool<?> tool : MemoryCatalog.tools()) {
      try {
        tool.arguments(request.params(), new Ignored());
      } catch (InvalidInputException refused) {
        assertThat(refused.getMessage()).as("round %d of seed %d", round, SEED).contains(" ");
      }
    }
    try {
      RequestMeta.of(request.params());
      request.params().optional("cursor", Schemas.TEXT);
    } catch (ProtocolException refused) {
      assertThat(refused.code()).isEqualTo(ProtocolException.INVALID_PARAMS);
    }
  }

  private static RandomGenerator random(int round) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + round);
  }

  private static byte[] message(RandomGenerator random) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"x\""
            .getBytes(StandardCharsets.UTF_8));
    line.writeBytes(",\"_meta\":".getBytes(StandardCharsets.UTF_8));
    line.writeBytes(value(random, 3).getBytes(StandardCharsets.UTF_8));
    line.writeBytes(",\"arguments\":".getBytes(StandardCharsets.UTF_8));
    line.writeBytes(value(random, 5).getBytes(StandardCharsets.UTF_8));
    line.writeBytes("},\"x\":1.5}".getBytes(StandardCharsets.UTF_8));
    return line.toByteArray();
  }

  private static String value(RandomGenerator random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 0 -> "null";
      case 1 -> "" + random.nextInt(-5, 2_000);
      case 2 -> "true";
      case 3 -> "-1.5e300";
      case 4 -> "\"s\\n\\ud83d\"";
      case 5 -> "[" + value(random, depth - 1) + "," + value(random, depth - 1) + "]";
      default -> "{" + member(random, depth) + "," + member(random, depth) + "}";
    };
  }

  private static String member(RandomGenerator random, int depth) {
    String[] names = {
      "entities", "name", "entityType", "observations", "relations", "from", "to", "relationType",
      "entityName", "contents", "deletions", "query", "names", "entityNames", "limit", "after",
      "since", "io.modelcontextprotocol/protocolVersion", "io.modelcontextprotocol/clientInfo", "x"
    };
    return "\"" + names[random.nextInt(names.length)] + "\":" + value(random, depth - 1);
  }

  private static byte[] damaged(byte[] line, RandomGenerator random) {
    byte[] result = line.clone();
    for (int times = random.nextInt(4); times > 0; times--) {
      int at = random.nextInt(result.length);
      byte[] piece = PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream changed = new ByteArrayOutputStream();
      changed.write(result, 0, at);
      changed.writeBytes(piece);
      int from = Math.min(result.length, at + random.nextInt(3));
      changed.write(result, from, result.length - from);
      result = changed.toByteArray();
    }
    return result;
  }

  private static String text(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(3_000); left > 0; left--) {
      text.append(
          random.nextInt(4) == 0
              ? (char) random.nextInt(Character.MAX_VALUE + 1)
              : (char) random.nextInt(0x80));
    }
    return text.toString();
  }

  private static byte[] bytes(RandomGenerator random, int most) {
    byte[] bytes = new byte[random.nextInt(most)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] =
          switch (random.nextInt(6)) {
            case 0 -> (byte) '\n';
            case 1 -> (byte) random.nextInt();
            case 2 -> (byte) ' ';
            default -> (byte) ('a' + random.nextInt(26));
          };
    }
    return bytes;
  }

  private static Feed inPieces(byte[] input, RandomGenerator random) {
    Feed feed = new Feed();
    for (int at = 0; at < input.length; ) {
      int to = Math.min(input.length, at + 1 + random.nextInt(30));
      feed.add(Arrays.copyOfRange(input, at, to));
      at = to;
    }
    feed.end();
    return feed;
  }

  /** Says what the reader should find in one line, whose bytes are its chars. */
  private static List<String> frame(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length > 40) {
      return List.of("too long");
    }
    if (line.replaceAll("[ \t\r]", "").isEmpty()) {
      return List.of();
    }
    String decoded = new String(bytes, StandardCharsets.UTF_8);
    boolean sound =
        Arrays.equals(decoded.getBytes(StandardCharsets.UTF_8), bytes)
            && line.chars().allMatch(c -> c >= ' ' || c == '\t' || c == '\r');
    return List.of(sound ? line : "no text");
  }

  private static String shape(Message message) {
    return message instanceof Request request
        ? request.id() + request.method() + request.params().has("arguments")
        : String.valueOf(message.getClass());
  }

  private static String note(Input line) {
    return switch (line.kind()) {
      case TEXT -> new String(line.message().toBytes(), StandardCharsets.ISO_8859_1);
      case NOT_TEXT -> "no text";
      case TOO_LONG -> "too long";
    };
  }
}
