package quire.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.List;
import java.util.function.UnaryOperator;
import quire.api.Author;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.Relation;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;

/** Stores that break R16 and R17. */
final class BrokenTexts {
  private static final MemoryStoreProvider HEAP = new HeapMemoryStoreProvider();

  private BrokenTexts() {}

  static List<BrokenStore> all() {
    return List.of(
        new BrokenStore(
            "trims",
            TextContract.class,
            List.of("r16_namesAndTypesAreKeptExactly"),
            store -> new Rewrites(store, String::strip)),
        new BrokenStore(
            "normalises",
            TextContract.class,
            List.of("r16_namesAndTypesAreKeptExactly"),
            store -> new Rewrites(store, text -> Normalizer.normalize(text, Normalizer.Form.NFC))),
        new BrokenStore(
            "loses lone surrogates",
            TextContract.class,
            List.of(
                "r16_namesAndTypesAreKeptExactly",
                "r16_observationsAreKeptExactly",
                "r16_exactlyTheTextNamedIsDeleted",
                "r16_exactlyTheEntityNamedIsDeleted"),
            store -> new Rewrites(store, text -> new String(text.getBytes(UTF_8), UTF_8))),
        new BrokenStore(
            "ends strings at NUL",
            TextContract.class,
            List.of("r16_observationsAreKeptExactly"),
            store -> new Rewrites(store, text -> text.split("\0", 2)[0])),
        new BrokenStore(
            "cuts long names",
            TextContract.class,
            List.of(
                "r16_aTextOfOneMebibyteIsATextLikeAnyOther",
                "r16_aNameOfAThousandCodePointsIsANameLikeAnyOther"),
            store -> new Rewrites(store, text -> text.substring(0, Math.min(text.length(), 255)))),
        new BrokenStore(
            "has no limits",
            LimitContract.class,
            List.of(
                "r17_aNameOrTypeTooLongIsRefused",
                "r17_anObservationTooLargeIsRefusedByItsBytes",
                "r17_aCallTooLargeIsRefused"),
            (settings, clock) -> HEAP.open(StoreSettings.at(settings.location()), clock)),
        new BrokenStore(
            "counts bytes where it should count characters",
            LimitContract.class,
            List.of("r17_whatJustFitsIsAccepted"),
            (settings, clock) ->
                new Rewrites(
                    HEAP.open(settings, clock),
                    text -> new String(text.getBytes(UTF_8), ISO_8859_1))),
        new BrokenStore(
            "keeps the printable part of an author",
            TextContract.class,
            List.of("r16_authorsAreKeptExactly"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public List<Entity> createEntities(List<Entity> entities, Author author) {
                    return super.createEntities(
                        entities,
                        new Author(author.client().replaceAll("[^ -~]", ""), author.session()));
                  }
                }),
        new BrokenStore(
            "trims the ends of relations",
            TextContract.class,
            List.of("r16_relationsAreKeptExactly"),
            store -> new Rewrites(store, String::strip)));
  }

  private static final class Rewrites extends ForwardingMemoryStore {
    private final UnaryOperator<String> defect;

    Rewrites(MemoryStore store, UnaryOperator<String> defect) {
      super(store);
      this.defect = defect;
    }

    @Override
    public List<Entity> createEntities(List<Entity> entities, Author author) {
      return super.createEntities(
          entities.stream()
              .map(
                  entity ->
                      new Entity(
                          defect.apply(entity.name()),
                          defect.apply(entity.type()),
                          entity.observations().stream().map(defect).toList()))
              .toList(),
          author);
    }

    @Override
    public List<Relation> createRelations(List<Relation> relations, Author author) {
      return super.createRelations(
          relations.stream()
              .map(
                  r ->
                      new Relation(
                          defect.apply(r.from()), defect.apply(r.to()), defect.apply(r.type())))
              .toList(),
          author);
    }
  }
}
