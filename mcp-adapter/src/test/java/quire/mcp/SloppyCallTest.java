package quire.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls as models make them: what is meant is taken, and what did nothing is said. */
final class SloppyCallTest {
  private static final String ADA =
      "{'name':'Ada','entityType':'person','observations':['likes tea','plays chess']}";

  private static Reply call(Peer peer, String tool, String arguments) {
    return peer.call(tool, arguments.replace('\'', '"'));
  }

  private static List<String> remarks(Reply reply) {
    List<String> remarks = new ArrayList<>();
    for (int i = 1; reply.at("result", "content", i) != null; i++) {
      remarks.add(String.valueOf(reply.at("result", "content", i, "text")));
    }
    return remarks;
  }

  /**
   * Calls as they are seen in the wild. What is meant is taken; where a guess could write or ask
   * something else, the answer teaches: it holds the words on the right, and a complete example.
   */
  @ParameterizedTest
  @CsvFileSource(resources = "sloppy-calls.txt", delimiter = '|', quoteCharacter = '~')
  void eachCallIsTakenOrTaught(String shape, String tool, String arguments, String outcome) {
    try (Peer peer = Peer.legacy()) {
      call(peer, "create_entities", "{'entities':[" + ADA + "]}");
      Reply before = peer.call("read_graph", "{}");
      Reply reply = call(peer, tool, arguments);
      if (outcome.equals("taken")) {
        assertThat(reply.isError()).as(shape + reply.json()).isFalse();
      } else {
        assertThat(reply.isError()).as(shape + reply.json()).isTrue();
        assertThat(reply.text()).as(shape).contains(outcome.replace('\'', '"'));
        assertThat(peer.call("read_graph", "{}").text()).as(shape).isEqualTo(before.text());
      }
    }
  }

  @Test
  void theTableHoldsEachShapeOnceAndFiftyAtLeast() throws IOException {
    try (InputStream table = SloppyCallTest.class.getResourceAsStream("sloppy-calls.txt")) {
      List<String> rows =
          new String(table.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .toList();
      assertThat(rows).hasSizeGreaterThanOrEqualTo(50);
      assertThat(rows).extracting(row -> row.split("\\|")[0].strip()).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'entities':'[{\\'name\\':\\'Ada\\',\\'entityType\\':\\'p\\',\\'observations\\':[\\'tea\\']}]'}",
        "{'entities':'{\\'name\\':\\'Ada\\',\\'entityType\\':\\'p\\',\\'observations\\':[\\'tea\\']}'}",
        "{'entities':{'name':'Ada','entityType':'p','observations':['tea']}}",
        "{'entities':['{\\'name\\':\\'Ada\\',\\'entityType\\':\\'p\\',\\'observations\\':[\\'tea\\']}']}",
        "{'entities':[{'name':'Ada','entityType':'p','observations':'tea'}]}",
        "{'entities':[{'name':'Ada','entityType':'p','observations':'[\\'tea\\']'}]}",
        "{'entities':[{'name':'Ada','entity_type':'p','observations':['tea']}]}",
        "{'Entities':[{'Name':'Ada','EntityType':'p','Observations':['tea']}]}",
        "{'entities':[{'name':'Ada','entity-type':'p','observations':['tea']}]}"
      })
  void anEntityInAnyOfTheseFormsIsTheSame(String arguments) {
    try (Peer peer = Peer.legacy()) {
      Reply reply = call(peer, "create_entities", arguments);
      assertThat(reply.isError()).as(reply.json()).isFalse();
      assertThat(peer.call("read_graph", "{}").observations("Ada")).containsExactly("tea");
    }
  }

  @Test
  void aTextThatLooksLikeAListIsATextWhereATextIsMeant() {
    try (Peer peer = Peer.legacy()) {
      call(
          peer,
          "create_entities",
          "{'entities':[{'name':'[draft] plan','entityType':'t','observations':'[1] first"
              + " step'}]}");
      assertThat(call(peer, "open_nodes", "{'names':'[draft] plan'}").observations("[draft] plan"))
          .containsExactly("[1] first step");
    }
  }

  @Test
  void aFaultWithinAStringIsNamedByItsPlace() {
    try (Peer peer = Peer.legacy()) {
      Reply reply =
          call(
              peer,
              "create_entities",
              "{'entities':'[{\\'name\\':\\'Ada\\',\\'type\\':\\'p\\'}]'}");
      assertThat(reply.isError()).isTrue();
      assertThat(reply.text())
          .startsWith("entities[0].entityType is missing: type is no name here")
          .contains("Nothing was done. Example: {\"entities\":[{\"name\"");
    }
  }

  @Test
  void everyExampleIsACompleteCall() {
    try (Peer peer = Peer.legacy()) {
      call(peer, "create_entities", "{'entities':[" + ADA + "]}");
      for (var tool : quire.mcp.tools.MemoryCatalog.tools()) {
        Reply reply = peer.call(tool.description().name(), tool.description().example());
        // Which call can be taken back is told by a change; what is none is no fault of the
        // example.
        assertThat(reply.isError() && !reply.text().startsWith("There is no such call"))
            .as(reply.json())
            .isFalse();
      }
    }
  }

  @Test
  void whatIsIgnoredIsNamed() {
    try (Peer peer = Peer.legacy()) {
      Reply reply =
          call(
              peer,
              "create_entities",
              "{'entities':[{'name':'A','entityType':'t','observations':[],'id':7}],'dry':true}");
      assertThat(remarks(reply))
          .containsExactly("Not known here, and ignored: entities[0].id, dry");
      assertThat(remarks(call(peer, "read_graph", "{'verbose':true}")))
          .containsExactly("Not known here, and ignored: verbose");
    }
  }

  @Test
  void aCallThatDidLessThanItWasAskedSaysSo() {
    try (Peer peer = Peer.legacy()) {
      String create = "{'entities':[" + ADA + "]}";
      assertThat(remarks(call(peer, "create_entities", create))).isEmpty();
      assertThat(remarks(call(peer, "create_entities", create)))
          .containsExactly(
              "\"Ada\" exists already; its observations were not added: use add_observations");
      assertThat(
              remarks(
                  call(
                      peer,
                      "add_observations",
                      "{'observations':[{'entityName':'Ada','contents':['likes tea','new']}]}")))
          .containsExactly("1 of 2 facts were there already");
      String relation = "{'relations':[{'from':'Ada','to':'Ben','relationType':'knows'}]}";
      assertThat(remarks(call(peer, "create_relations", relation))).isEmpty();
      assertThat(remarks(call(peer, "create_relations", relation)))
          .containsExactly("1 of 1 relation was there already");
      assertThat(remarks(call(peer, "delete_entities", "{'entityNames':['ada']}")))
          .containsExactly("0 of 1 name was there; nearest: \"Ada\"");
      assertThat(
              remarks(
                  call(
                      peer,
                      "delete_observations",
                      "{'deletions':[{'entityName':'Ada','observations':['nope']}]}")))
          .containsExactly("0 of 1 fact was there: give the exact text, as open_nodes shows it");
      assertThat(
              remarks(
                  call(
                      peer,
                      "delete_relations",
                      "{'relations':[{'from':'Ada','to':'Ben','relationType':'likes'}]}")))
          .hasSize(1);
      assertThat(remarks(call(peer, "open_nodes", "{'names':['Ada','Adda']}")))
          .containsExactly("No entity has the name \"Adda\"");
      assertThat(remarks(call(peer, "search_nodes", "{'query':'zeppelin'}"))).hasSize(1);
    }
  }
}
