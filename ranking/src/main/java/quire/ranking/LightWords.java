package quire.ranking;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import quire.text.StopWords;

/** Words of questions that tell little or nothing about what is asked for. */
final class LightWords {
  /**
   * They may be all that is asked for, so they still count. Chosen on the development parts of the
   * sets of docs/recall.md.
   */
  private static final double LIGHT = 0.5;

  /** English words that go with any subject; those with none are {@link StopWords}. */
  private static final Set<String> ENGLISH =
      words(
          "about after again also always another any anyone anything back both current currently"
              + " done during each either else ever every everyone everything first get gets"
              + " getting got just let like longer made make makes making many may might moment"
              + " more most much must need needs never next now often once one only other out over"
              + " own please put really right said same say says someone something still such thing"
              + " things through told too very way ways well without yet");

  /** A single one may be a word of any language. */
  private static final long TELLING = 2;

  /**
   * Of German, French and Spanish, without accents; a question has most of them in its own. What is
   * an English word for a thing or deed, such as war, is left out.
   */
  private static final List<Set<String>> OF_LANGUAGES =
      List.of(
          words(
              "aber als am an auch auf aus bei beim bis da damit dann das dass dem den der des die"
                  + " dies diese diesem diesen dieser dieses doch du durch ein eine einem einen"
                  + " einer eines er es euch fur gegen gibt hatte haben habe hier ich ihm ihn"
                  + " ihr ihre im in ist ja jede jeder jedes kann kein keine keinen konnen mein"
                  + " meine mit muss mussen nach nicht noch nun nur ob oder ohne pro schon sehr"
                  + " sein seine seit sich sie sind so soll sollen sollte um und uns unser unsere"
                  + " unter vom von vor wann waren warum was wegen welche welchem welchen"
                  + " welcher welches wem wen wenn wer werden wessen wie wieso will wir wird wo"
                  + " wohin womit wozu wurde wurden zu zum zur"),
          words(
              "a ai au aux avec ce ces cet cette d dans de des du elle elles en est et eu"
                  + " faut il ils j je l la le les leur leurs lui ma mais mes mon n ne nos notre"
                  + " nous ont ou pas plus pourquoi qu quand que quel quelle quelles"
                  + " quels qui quoi s sa sans se ses sont sur ta te tu un une vos votre vous"
                  + " y"),
          words(
              "a al como con cual cuales cuando cuanto de del desde donde e el ella ellos en era es"
                  + " esa ese eso esta este esto fue ha hay la las le les lo los mas mi muy"
                  + " nos o para pero por porque que quien quienes se ser si sin sobre su sus"
                  + " te tu un una y ya yo"));

  private LightWords() {}

  private static Set<String> words(String words) {
    return Set.of(words.split(" "));
  }

  /** {@return how much a word of a question counts, up to 1} */
  static double weight(String plainWord) {
    return ENGLISH.contains(plainWord) ? LIGHT : 1;
  }

  /** {@return these words without those that say nothing, in English or their own language} */
  static List<String> telling(List<String> words) {
    Set<String> saysNothing = ofLanguage(words);
    return words.stream()
        .filter(word -> !StopWords.contains(word) && !saysNothing.contains(word))
        .toList();
  }

  /** {@return the words that say nothing in the language that most of such words are of} */
  private static Set<String> ofLanguage(Collection<String> words) {
    long most = Math.max(TELLING - 1, words.stream().filter(StopWords::contains).count());
    Set<String> likeliest = Set.of();
    for (Set<String> language : OF_LANGUAGES) {
      long saying = words.stream().filter(language::contains).count();
      if (saying > most) {
        most = saying;
        likeliest = language;
      }
    }
    return likeliest;
  }
}
