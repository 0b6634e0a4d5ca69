package quire.mcp.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quire.mcp.json.RequestId;
import quire.mcp.protocol.Input;
import quire.mcp.protocol.Input.Kind;

/** What is told of a line that is not kept. */
final class LineReaderTest {
  private static final String LONG = "x".repeat(200_000);
  private static final String SHORT = "{\"id\":8}";

  private static List<Input> read(int longest, String lines) throws IOException {
    LineReader reader = new LineReader(new ByteArrayInputStream(lines.getBytes(UTF_8)), longest);
    List<Input> read = new ArrayList<>();
    for (Input input = reader.next(); input != null; input = reader.next()) {
      read.add(input);
    }
    return read;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"params\":{\"id\":6,\"text\":\"LONG\"}}",
        "{\"params\":{\"id\":6,\"list\":[{\"id\":6}],\"text\":\"LONG\"},\"id\":7}",
        "{\"params\":[\"LONG\",\"\\\",\\\"id\\\":6\",\"\\\\\"],\"id\" : 7 }",
        "{\"method\":\"id\",\"idx\":6,\"i\":6,\"params\":{\"LONG\":1}, \"id\": 7,\"a\":[]}"
      })
  void aLineThatIsTooLongIsToldWithItsIdWhereverThatStands(String line) throws IOException {
    List<Input> read = read(1_000, line.replace("LONG", LONG) + "\n" + SHORT + "\n");
    assertThat(read).extracting(Input::kind).containsExactly(Kind.TOO_LONG, Kind.TEXT);
    assertThat(read.getFirst().id()).isEqualTo(new RequestId("7", true));
  }

  @Test
  void anIdThatIsATextIsFoundToo() throws IOException {
    assertThat(read(100, "{\"a\":\"" + LONG + "\",\"id\":\"a\\\"}\u00e9\"}"))
        .extracting(Input::id)
        .containsExactly(new RequestId("a\"}\u00e9", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LONG",
        "[{\"id\":7},\"LONG\"]",
        "\"{\\\"id\\\":7}LONG\"",
        "{\"id\":{\"id\":7},\"a\":\"LONG\"}",
        "{\"id\":\"LONG\"}",
        "{\"a\":\"LONG\",\"id\":7"
      })
  void aLineWithoutAnIdIsToldWithoutOne(String line) throws IOException {
    List<Input> read = read(1_000, line.replace("LONG", LONG) + "\n" + SHORT);
    assertThat(read).extracting(Input::kind).containsExactly(Kind.TOO_LONG, Kind.TEXT);
    assertThat(read.getFirst().id()).isNull();
  }
}
