package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import quire.api.Author;
import quire.api.Change;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.Selection;

/** R16: every string is kept and compared exactly. */
public abstract class TextContract extends StoreContract {
  /** Strings that something on the way likes to change, and pairs that it likes to confuse. */
  private static final List<String> HOSTILE =
      List.of(
          "",
          " ",
          " leading and trailing ",
          "\t\n",
          "\n",
          "\r\n",
          "\r",
          "line\r\nbreak\nand\rmore",
          "\0",
          "a\0b",
          "a\0c",
          "a",
          "A",
          "a ",
          "\u0001\u0007\u001B\u007F\u0085\u009F",
          "\u00E9",
          "e\u0301",
          "\u212B",
          "\u00C5",
          "\uFB01",
          "fi",
          "\uFEFF",
          "\uFEFFbom",
          "bom",
          "\uD800",
          "\uDBFF",
          "\uDC00",
          "\uD800x\uDC00",
          "\uDC00\uD800",
          "\uFFFD",
          "?",
          "\uD83D\uDE42",
          "\uFFFE\uFFFF",
          "\u2028\u2029",
          "\u202Eright to left\u202C",
          "\u200B\u200D\u00AD",
          "ß",
          "ss",
          "ſ",
          "İ",
          "ı",
          "null",
          "true",
          "1e3",
          "---",
          "- item",
          "# heading",
          "## Observations",
          "[[link]]",
          "[[link|shown]] ^block",
          "<!-- comment -->",
          "%% comment %%",
          "&#xD;",
          "&amp;#x0;",
          "\"quoted\"",
          "'quoted'",
          "back\\slash",
          "\\u0000",
          "%s %d %n",
          "../../escape",
          "con",
          "a/b\\c:d*e?f\"g<h>i|j",
          "'; drop table entity; --");

  protected TextContract(Backend backend) {
    super(backend);
  }

  @Test
  void r16_namesAndTypesAreKeptExactly() {
    List<Entity> entities =
        HOSTILE.stream().map(text -> new Entity(text, text, List.of("x"))).toList();
    assertThat(open().createEntities(entities, AUTHOR)).isEqualTo(entities);

    MemoryStore reopened = open();
    assertThat(everything(reopened).entities()).isEqualTo(entities);
    for (Entity entity : entities) {
      assertThat(named(reopened, entity.name()).entities()).containsExactly(entity);
    }
  }

  @Test
  void r16_observationsAreKeptExactly() {
    MemoryStore store = open();
    Entity entity = new Entity("a", "thing", HOSTILE);
    create(store, entity, entity("b"));
    store.addObservations(List.of(new Observations("b", HOSTILE)), AUTHOR);

    assertThat(everything(open()).entities())
        .containsExactly(entity, new Entity("b", "thing", HOSTILE));
  }

  @Test
  void r16_relationsAreKeptExactly() {
    List<Relation> relations = new ArrayList<>();
    for (String text : HOSTILE) {
      relations.add(new Relation(text, "b", "knows"));
      relations.add(new Relation("a fixed end", text, "knows"));
      relations.add(new Relation("a fixed end", "b", text));
    }
    List<Relation> distinct = relations.stream().distinct().toList();

    assertThat(open().createRelations(relations, AUTHOR)).isEqualTo(distinct);
    assertRelations(everything(open()).relations(), distinct.toArray(Relation[]::new));
  }

  @Test
  void r16_exactlyTheTextNamedIsDeleted() {
    MemoryStore store = open();
    create(store, new Entity("a", "thing", HOSTILE));
    List<String> left = new ArrayList<>(HOSTILE);

    for (String text : HOSTILE) {
      assertThat(store.deleteObservations(List.of(texts("a", text)), AUTHOR)).as(text).isOne();
      left.remove(text);
      assertThat(named(store, "a").entities()).containsExactly(new Entity("a", "thing", left));
    }
  }

  @Test
  void r16_exactlyTheEntityNamedIsDeleted() {
    MemoryStore store = open();
    store.createEntities(HOSTILE.stream().map(text -> entity(text)).toList(), AUTHOR);
    List<String> left = new ArrayList<>(HOSTILE);

    for (String name : HOSTILE) {
      assertThat(store.deleteEntities(List.of(name), AUTHOR)).as(name).isOne();
      left.remove(name);
      assertThat(names(everything(store))).isEqualTo(left);
    }
  }

  @Test
  void r16_authorsAreKeptExactly() {
    MemoryStore store = open();
    Author author = new Author("client \uD800\0é", "session\n\"1\"");
    store.createEntities(List.of(entity("a")), author);

    assertThat(changesAfter(open(), 0)).extracting(Change::author).containsExactly(author);
  }

  @Test
  void r16_aTextOfOneMebibyteIsATextLikeAnyOther() {
    String big = "0123456789abcde\n".repeat((1 << 20) / 16);
    MemoryStore store = open();
    create(store, entity("a", big, "small"));

    assertThat(read(open(), new Selection.Named(List.of("a"))).entities())
        .containsExactly(entity("a", big, "small"));
    assertThat(names(matching(store, "E\n012"))).containsExactly("a");
  }

  @Test
  void r16_aNameOfAThousandCodePointsIsANameLikeAnyOther() {
    String astral = "\uD83D\uDE42".repeat(1_000);
    String control = "\u0001".repeat(1_000);
    String longType = "x".repeat(1_000);
    MemoryStore store = open();
    create(
        store,
        new Entity(astral, longType, List.of()),
        entity(control),
        entity(longType),
        entity(longType.substring(1)));

    assertThat(names(everything(open())))
        .containsExactly(astral, control, longType, longType.substring(1));
  }
}
