package quire.storage.vault.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random notes and random edits with hostile strings; each case is named by its seed. */
class RoundTripTest {
  private static final int CASES = Integer.getInteger("quire.vault.roundTrips", 2_000);

  @Test
  void aNewNoteSaysExactlyWhatWasPutIn() throws NoteUnreadableException {
    for (int seed = 0; seed < CASES; seed++) {
      Hostile hostile = new Hostile(seed);
      String name = hostile.string();
      String type = hostile.string();
      List<String> texts = distinct(hostile.strings(5));
      List<WrittenRelation> relations =
          List.copyOf(new LinkedHashSet<>(List.of(hostile.relation(), hostile.relation())));
      var identity = new NoteEdit.Identity("01J9ZK7Q4M8W2X5Y6T3V0ABCDE", Optional.of(type), false);
      NoteDocument note = NoteDocument.create(identity, Optional.of(name));
      note.apply(NoteEdit.none().adding(texts).relating(relations));

      NoteDocument read = NoteDocument.parse(note.bytes());
      assertThat(read.front().value("name")).as("seed %d", seed).contains(name);
      assertThat(read.front().value("type")).as("seed %d", seed).contains(type);
      assertThat(read.front().aliases()).as("seed %d", seed).containsExactly(name);
      assertThat(read.observations()).as("seed %d", seed).isEqualTo(texts);
      assertThat(read.relations()).as("seed %d", seed).isEqualTo(relations);
    }
  }

  @Test
  void anEditedNoteKeepsEveryLineThatIsNotTheEdit() throws NoteUnreadableException {
    for (int seed = 0; seed < CASES; seed++) {
      Hostile hostile = new Hostile(seed);
      String before = hostile.document();
      NoteDocument note = parse(before);
      assertThat(note.bytes()).as("seed %d", seed).isEqualTo(bytes(before));
      List<String> had = note.observations();
      List<WrittenRelation> related = note.relations();
      List<String> texts = distinct(hostile.strings(4));
      texts.removeAll(had);
      List<WrittenRelation> relations = new ArrayList<>(List.of(hostile.relation()));
      relations.removeAll(related);
      try {
        note.apply(NoteEdit.none().adding(texts).relating(relations));
      } catch (NoteUnreadableException open) {
        assertThat(open).hasMessageContaining("never closed");
        continue;
      }
      NoteDocument edited = NoteDocument.parse(note.bytes());
      assertThat(edited.observations()).as("seed %d", seed).isEqualTo(joined(had, texts));
      assertThat(edited.relations()).as("seed %d", seed).isEqualTo(joined(related, relations));
      assertThat(isWithin(lines(parse(before)), lines(edited))).as("seed %d", seed).isTrue();

      edited.apply(NoteEdit.none().removing(texts).unrelating(relations));
      NoteDocument restored = NoteDocument.parse(edited.bytes());
      assertThat(restored.observations()).as("seed %d", seed).isEqualTo(had);
      assertThat(restored.relations()).as("seed %d", seed).isEqualTo(related);
      assertThat(isWithin(lines(parse(before)), lines(restored))).as("seed %d", seed).isTrue();
    }
  }

  @Test
  void anEscapedTextIsReadBackExactly() {
    for (int seed = 0; seed < CASES * 5; seed++) {
      String text = new Hostile(seed).string();
      assertThat(Escape.decode(Escape.item(text))).isEqualTo(text);
      assertThat(Escape.decode(Escape.line(text))).isEqualTo(text);
      assertThat(Escape.decode(Escape.alias(text))).isEqualTo(text);
      assertThat(Escape.line(text)).doesNotContain("\n", "\r", "<!--", "%%");
      assertThat(Escape.alias(text)).doesNotContain("[", "]", "|", "^", "\n");
      assertThat(JsonString.parse(JsonString.quote(text))).contains(text);
    }
  }

  private static NoteDocument parse(String text) throws NoteUnreadableException {
    return NoteDocument.parse(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> distinct(List<String> texts) {
    return new ArrayList<>(new LinkedHashSet<>(texts));
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    Set<T> all = new LinkedHashSet<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  private static boolean isWithin(List<String> part, List<String> whole) {
    Iterator<String> rest = whole.iterator();
    return part.stream()
        .allMatch(
            line ->
                Stream.generate(() -> rest)
                    .takeWhile(Iterator::hasNext)
                    .map(Iterator::next)
                    .anyMatch(line::equals));
  }

  /** {@return the lines, of which an unfinished last one may have got its line ending} */
  private static List<String> lines(NoteDocument note) {
    String text = new String(note.bytes(), StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
    return Arrays.stream(text.split("\n", -1))
        .map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
