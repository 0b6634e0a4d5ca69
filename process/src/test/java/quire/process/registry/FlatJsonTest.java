package quire.process.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatJsonTest {
  @Test
  void whatIsWrittenIsReadBack() {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("plain", "value");
    members.put("quote\" and \\", "line\nbreak\tand \u0001");
    members.put("path", "C:\\Users\\Ada\\M\u00fcller \ud83d\ude00 \ud800");
    members.put("", "");
    assertThat(FlatJson.read(FlatJson.write(members))).isEqualTo(members);
  }

  @Test
  void anObjectWithoutMembersIsRead() {
    assertThat(FlatJson.read(" { } ")).isEmpty();
  }

  @Test
  void escapesOfOtherWritersAreRead() {
    assertThat(FlatJson.read("{\"a\":\"\\/\\b\\f\\u00e9\"}")).containsEntry("a", "/\b\f\u00e9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\"",
        "{\"a\":\"b",
        "{\"a\":\"b\"",
        "{\"a\":\"b\"}x",
        "{\"a\":1}",
        "[]",
        "{\"a\":\"\\q\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"b\" \"c\":\"d\"}",
        "\0\0\0"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> FlatJson.read(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
