package quire.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import quire.api.Amendment;
import quire.api.Author;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.StoreRefusedException;
import quire.api.Subject;
import quire.conformance.HeapMemoryStore;

class SecretGuardTest {
  private static final Author AUTHOR = new Author("test", "s");
  private static final String TOKEN = "hf_" + "AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh";
  private static final String MARKER = "[redacted: huggingface-token]";

  private final List<String> told = new ArrayList<>();
  private final MemoryStore heap = new HeapMemoryStore(Clock.systemUTC());

  @AfterEach
  void close() {
    heap.close();
  }

  private MemoryStore guarded(SecretPolicy policy) {
    return SecretGuard.around(heap, policy, told::add);
  }

  @Test
  void aSecretIsReplacedAndTheAnswerShowsWhatIsStored() {
    MemoryStore store = guarded(SecretPolicy.REDACT);
    assertThat(store.createEntities(List.of(new Entity("A", "t", List.of("key " + TOKEN))), AUTHOR))
        .containsExactly(new Entity("A", "t", List.of("key " + MARKER)));
    assertThat(
            store.addObservations(List.of(new Observations("A", List.of(TOKEN, "plain"))), AUTHOR))
        .containsExactly(new Observations("A", List.of(MARKER, "plain")));
    assertThat(stored()).containsExactly("key " + MARKER, MARKER, "plain");
    assertThat(told)
        .containsExactly(
            "a marker was stored in place of a secret: huggingface-token. To store such texts as"
                + " they are: secrets = \"off\"",
            "a marker was stored in place of a secret: huggingface-token. To store such texts as"
                + " they are: secrets = \"off\"");
  }

  @Test
  void aTextWithoutASecretIsStoredAsItIs() {
    String text = "\ud83d\ude00 e\u0301 [redacted: x] ${TOKEN} ghp_ \u202e";
    guarded(SecretPolicy.REDACT)
        .createEntities(List.of(new Entity(text, text, List.of(text))), AUTHOR);
    assertThat(stored()).containsExactly(text);
    assertThat(told).isEmpty();
  }

  @Test
  void aSecretIsRefusedWithKindAndPlaceAndWithoutItsCharacters() {
    MemoryStore store = guarded(SecretPolicy.REFUSE);
    store.createEntities(List.of(new Entity("A", "t", List.of())), AUTHOR);
    assertThatThrownBy(
            () ->
                store.addObservations(
                    List.of(new Observations("A", List.of("plain", "key " + TOKEN))), AUTHOR))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("Observation 2 of \"A\" holds a secret (huggingface-token)")
        .hasMessageContaining("from character 5 on; nothing was written")
        .hasMessageNotContaining("AbCd");
    assertThat(stored()).isEmpty();
  }

  @Test
  void aSecretInAKeyIsRefusedUnderBothPolicies() {
    for (SecretPolicy policy : List.of(SecretPolicy.REDACT, SecretPolicy.REFUSE)) {
      MemoryStore store = guarded(policy);
      assertRefused(() -> store.createEntities(List.of(new Entity(TOKEN, "t", List.of())), AUTHOR));
      assertRefused(() -> store.createEntities(List.of(new Entity("A", TOKEN, List.of())), AUTHOR));
      assertRefused(() -> store.createRelations(List.of(new Relation(TOKEN, "b", "r")), AUTHOR));
      assertRefused(() -> store.createRelations(List.of(new Relation("a", TOKEN, "r")), AUTHOR));
      assertRefused(() -> store.createRelations(List.of(new Relation("a", "b", TOKEN)), AUTHOR));
    }
    assertThat(heap.lastSequence()).isZero();
  }

  @Test
  void anAmendmentBringsInNoSecretEither() {
    MemoryStore store = guarded(SecretPolicy.REDACT);
    store.createEntities(List.of(new Entity("A", "t", List.of())), AUTHOR);
    Subject fact = new Subject.OfObservation("A", Optional.of("key " + TOKEN));
    store.amend(new Amendment(List.of(), List.of(fact)), AUTHOR);
    assertThat(stored()).singleElement().asString().startsWith("key ").doesNotContain("AbCd");
    assertRefused(() -> store.renameEntity("A", TOKEN, AUTHOR));
    for (Subject named :
        List.of(
            new Subject.OfEntity(TOKEN, "t"),
            new Subject.OfEntity("B", TOKEN),
            new Subject.OfRelation(new Relation("A", "b", TOKEN)))) {
      assertRefused(() -> store.amend(new Amendment(List.of(), List.of(named)), AUTHOR));
    }
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("nothing was written")
        .hasMessageNotContaining("AbCd");
  }

  @Test
  void deletingAndSearchingTakeTheTextAsItIs() {
    guarded(SecretPolicy.OFF).createEntities(List.of(new Entity("A", "t", List.of(TOKEN))), AUTHOR);
    MemoryStore store = guarded(SecretPolicy.REDACT);
    assertThat(store.deleteObservations(List.of(new Observations("A", List.of(TOKEN))), AUTHOR))
        .isEqualTo(1);
    assertThat(stored()).isEmpty();
  }

  /** A write of the contract that is new must be thought of here: what does it bring in? */
  @Test
  void eachWriteOfTheContractIsOneThatTheGuardKnows() {
    assertThat(MemoryStore.class.getMethods())
        .filteredOn(method -> List.of(method.getParameterTypes()).contains(Author.class))
        .extracting(Method::getName)
        .containsExactlyInAnyOrder(
            "createEntities",
            "createRelations",
            "addObservations",
            "replaceObservations",
            "deleteEntities",
            "deleteObservations",
            "deleteRelations",
            "amend",
            "renameEntity",
            "mergeEntities",
            "forget");
  }

  private List<String> stored() {
    try (GraphSnapshot snapshot = heap.read(new Selection.Everything())) {
      List<String> texts = new ArrayList<>();
      snapshot.toGraph().entities().forEach(entity -> texts.addAll(entity.observations()));
      return texts;
    }
  }
}
