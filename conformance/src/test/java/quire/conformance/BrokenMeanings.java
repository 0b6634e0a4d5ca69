package quire.conformance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import quire.api.MemoryStore;
import quire.api.RecallFilter;
import quire.api.RecallPage;
import quire.api.RecallQuery;
import quire.api.RecalledFact;
import quire.ranking.Ranking;

/** Stores that break R18 to R21 where meanings are known. */
final class BrokenMeanings {
  private BrokenMeanings() {}

  static List<BrokenStore> all() {
    return List.of(
        broken(
            "asks for no meanings",
            List.of(
                "r18_aFactIsFoundByItsMeaningAlone",
                "r18_whatIsNearComesBeforeWhatSharesAWordOnly",
                "r18_whatIsToldIsNotTakenForWhoSpeaks",
                "r18_aMisspelledQuestionGoesLessByItsMeaning"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public RecallPage recall(RecallQuery query) {
                    return Ranking.with(Optional.empty(), () -> super.recall(query));
                  }
                }),
        broken(
            "lets the model read who speaks",
            List.of("r18_whoSpeaksIsToldByTheWordsAlone"),
            store -> reworded(store, "Storm's", "Storm's hurricane")),
        broken(
            "lets the model read no name where many speak",
            List.of("r18_whoSpeaksIsReadWhereManyDo"),
            store -> reworded(store, "Storm's", "someone's")),
        broken(
            "takes what is told for who speaks",
            List.of("r18_whatIsToldIsNotTakenForWhoSpeaks"),
            store -> reworded(store, "of Storm", "of someone")),
        broken(
            "answers with anything rather than with nothing",
            List.of("r18_whatIsMerelyTheNearestIsNotFound"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public RecallPage recall(RecallQuery query) {
                    RecallPage page = super.recall(query);
                    return page.facts().isEmpty() ? super.recall(RecallQuery.of("", 10)) : page;
                  }
                }),
        broken(
            "finds what is near and nothing else",
            List.of("r18_whatTheWordsFindStaysHoweverNearSomethingElseIs"),
            store ->
                new BrokenRecall.Recalls(store, query -> query, (query, page) -> nearAlone(page))),
        broken(
            "prepares nothing",
            List.of("r18_aStoreIsPreparedBetweenTheCalls"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public boolean prepareRecall() {
                    return false;
                  }
                }),
        broken(
            "turns every second answer round",
            List.of(
                "r18_aClosenessThatKnowsNothingChangesNothing",
                "r19_theExactNameAndTheLiteralQueryStayFirst"),
            store -> {
              AtomicInteger calls = new AtomicInteger();
              return new ForwardingMemoryStore(store) {
                @Override
                public RecallPage recall(RecallQuery query) {
                  RecallPage page = super.recall(query);
                  return calls.getAndIncrement() % 2 == 0
                      ? new RecallPage(page.facts().reversed(), page.left())
                      : page;
                }
              };
            }),
        broken(
            "finds no relations",
            List.of("r19_aRelationAndWhatIsCurrentAreFoundAsBefore"),
            store ->
                new BrokenRecall.Recalls(
                    store, query -> query, (query, page) -> BrokenRecall.withoutRelations(page))),
        broken(
            "repeats what it once answered",
            List.of("r19_aDeletedFactDoesNotComeBack"),
            store -> {
              Map<RecallQuery, RecallPage> answers = new HashMap<>();
              return new ForwardingMemoryStore(store) {
                @Override
                public RecallPage recall(RecallQuery query) {
                  return answers.computeIfAbsent(query, super::recall);
                }
              };
            }),
        broken(
            "takes no notice of filters",
            List.of("r20_theFilterHoldsForWhatIsNear"),
            store ->
                new BrokenRecall.Recalls(
                    store, query -> query.within(RecallFilter.NONE), (query, page) -> page)),
        broken(
            "answers each page anew",
            List.of("r21_pagesCoverEveryFactOnceWhateverIsLearnedMeanwhile"),
            store ->
                new BrokenRecall.Recalls(
                    store,
                    query -> query.skip() == 0 ? query : reworded(query, query.text() + " "),
                    (query, page) -> page)));
  }

  private static BrokenStore broken(
      String defect, List<String> failing, UnaryOperator<MemoryStore> change) {
    return new BrokenStore(defect, MeaningContract.class, failing, change);
  }

  private static RecallPage nearAlone(RecallPage page) {
    List<RecalledFact> near =
        page.facts().stream().filter(one -> one.score().meaning() > 0).toList();
    return near.isEmpty() ? page : new RecallPage(near, page.left());
  }

  private static MemoryStore reworded(MemoryStore store, String words, String others) {
    return new BrokenRecall.Recalls(
        store,
        query -> reworded(query, query.text().replace(words, others)),
        (query, page) -> page);
  }

  private static RecallQuery reworded(RecallQuery query, String text) {
    return new RecallQuery(
        text, query.filter(), query.skip(), query.limit(), query.budget(), query.textLength());
  }
}
