package quire.conformance;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import quire.api.MemoryStore;
import quire.api.RecallFilter;
import quire.api.RecallPage;
import quire.api.RecallQuery;
import quire.api.RecalledFact;

/** Stores that break R18 to R21. */
final class BrokenRecall {
  private BrokenRecall() {}

  static List<BrokenStore> all() {
    return List.of(
        answering(
            "finds the literal query in texts only",
            List.of(
                "r18_wordsAreFoundInAnyInflectionAndOrder",
                "r18_relatedWordsAndBothSpellingsAreFound",
                "r18_aWordInMostNamesTellsByTheTextWhichFactIsMeant",
                "r18_identifiersAreFoundWholeAndInParts",
                "r18_threeWordsThatVeryManyFactsHaveAreFoundTogether",
                "r18_twoWordsThatVeryManyFactsHaveAreFoundTogether",
                "r18_twoWordsAreFoundAsOne",
                "r18_accentsMayBeMissingOnEitherSide",
                "r18_aMisspelledWordIsFoundIfNothingIsSpelledSo",
                "r18_theEntityAndWhatTheSessionWroteNextLeadToAFact",
                "r18_aTimeInTheQueryIsWhenTheFactWasWritten",
                "r18_aTimeInTheQueryIsAlsoWhenAFactSaysThatItWas",
                "r18_aQueryIsTextAndNeverSyntax",
                "r18_anyTextFindsWhatAPlainLookAtEveryFactFinds",
                "r18_theQuestionsOfTheRecallSetAreAnswered",
                "r18_whatHardlyAnswersIsLeftOut",
                "r18_theOtherFactsOfTheEntityCountALittle",
                "r19_whatIsCurrentComesBeforeWhatItReplaced",
                "r19_theExactNameComesFirstThenTheLiteralQuery"),
            BrokenRecall::literal),
        asking(
            "takes a word of very many facts for a misspelled one",
            List.of("r18_aWordThatVeryManyFactsHaveIsNotTakenForMisspelled"),
            query -> asked(query, query.text().replace(" lantern", " lantarn"))),
        asking(
            "takes no beginning for a word",
            List.of("r18_aWordIsFoundByItsBeginningInVeryManyFacts"),
            query -> asked(query, query.text().replace("config", "other"))),
        answering(
            "finds no relations",
            List.of(
                "r18_aRelationThatIsAskedForIsAFactOfItsOwn",
                "r18_aRelationLeadsToTheFactsOfItsOtherEnd",
                "r18_aRelationIsFoundAmongManyOfAnotherTypeUntilItIsDeleted"),
            (query, page) -> withoutRelations(page)),
        answering(
            "gives the oldest first",
            List.of("r19_theNewestOfEqualsComesFirstAndABlankQueryFindsTheNewest"),
            (query, page) -> oldestFirst(page)),
        new BrokenStore(
            "repeats what it once answered",
            RecallContract.class,
            List.of("r19_aDeletedFactIsNotRecalled"),
            store -> {
              Map<RecallQuery, RecallPage> answers = new HashMap<>();
              return new Recalls(
                  store,
                  query -> query,
                  (query, page) -> answers.computeIfAbsent(query, unseen -> page));
            }),
        asking(
            "takes no notice of filters",
            List.of("r20_onlyWhatTheFilterAcceptsIsFound"),
            query -> query.within(RecallFilter.NONE)),
        asking(
            "takes no notice of the budget",
            List.of("r21_aPageKeepsTheBudgetInBytes"),
            query -> sized(query, query.limit(), Integer.MAX_VALUE, query.textLength())),
        asking(
            "gives whole texts",
            List.of("r21_longTextsAreCutBetweenCharactersAndSayIt"),
            query -> sized(query, query.limit(), query.budget(), Integer.MAX_VALUE)),
        asking(
            "gives one fact more",
            List.of("r21_pagesKeepTheLimitAndCoverEveryFactOnce"),
            query -> sized(query, query.limit() + 1, query.budget(), query.textLength())));
  }

  private static BrokenStore asking(
      String defect, List<String> failing, UnaryOperator<RecallQuery> change) {
    return new BrokenStore(
        defect,
        RecallContract.class,
        failing,
        store -> new Recalls(store, change, (query, page) -> page));
  }

  private static BrokenStore answering(
      String defect, List<String> failing, BiFunction<RecallQuery, RecallPage, RecallPage> change) {
    return new BrokenStore(
        defect, RecallContract.class, failing, store -> new Recalls(store, query -> query, change));
  }

  private static RecallQuery sized(RecallQuery query, int limit, int budget, int textLength) {
    return new RecallQuery(query.text(), query.filter(), query.skip(), limit, budget, textLength);
  }

  private static RecallQuery asked(RecallQuery query, String text) {
    return new RecallQuery(
        text, query.filter(), query.skip(), query.limit(), query.budget(), query.textLength());
  }

  private static RecallPage literal(RecallQuery query, RecallPage page) {
    String wanted = query.text().toLowerCase(Locale.ROOT);
    return new RecallPage(
        page.facts().stream()
            .filter(one -> one.fact().text().orElse("").toLowerCase(Locale.ROOT).contains(wanted))
            .toList(),
        page.left());
  }

  static RecallPage withoutRelations(RecallPage page) {
    return new RecallPage(
        page.facts().stream().filter(one -> one.relation().isEmpty()).toList(), page.left());
  }

  private static RecallPage oldestFirst(RecallPage page) {
    return new RecallPage(
        page.facts().stream()
            .sorted(Comparator.comparingLong((RecalledFact one) -> one.fact().sequence()))
            .toList(),
        page.left());
  }

  /** Changes what is asked or what is answered. */
  static final class Recalls extends ForwardingMemoryStore {
    private final UnaryOperator<RecallQuery> question;
    private final BiFunction<RecallQuery, RecallPage, RecallPage> answer;

    Recalls(
        MemoryStore store,
        UnaryOperator<RecallQuery> question,
        BiFunction<RecallQuery, RecallPage, RecallPage> answer) {
      super(store);
      this.question = question;
      this.answer = answer;
    }

    @Override
    public RecallPage recall(RecallQuery query) {
      return answer.apply(query, super.recall(question.apply(query)));
    }
  }
}
