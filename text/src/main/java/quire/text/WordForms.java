package quire.text;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is one word in English though its stem does not say so: went and go, bought and buy,
 * children and child, two and 2. Other words go by their {@linkplain Stemmer stem}.
 */
public final class WordForms {
  /** Words, parted by commas: the base form, then the forms that no ending leads to. */
  private static final String IRREGULAR =
      """
      arise arose arisen, awake awoke awoken, bear bore borne, become became, begin began
      begun, bend bent, bind bound, bite bit bitten, bleed bled, blow blew blown, break broke
      broken, breed bred, bring brought, build built, burn burnt, buy bought, catch caught,
      choose chose chosen, cling clung, come came, creep crept, deal dealt, dig dug, draw drew
      drawn, dream dreamt, drink drank drunk, drive drove driven, eat ate eaten, fall fell
      fallen, feed fed, feel felt, fight fought, find found, flee fled, fly flew flown, forbid
      forbade forbidden, forget forgot forgotten, forgive forgave forgiven, freeze froze
      frozen, get got gotten, give gave given, go went gone goes, grow grew grown, hang hung,
      hear heard, hide hid hidden, hold held, keep kept, kneel knelt, know knew known, lead
      led, lean leant, learn learnt, leave left, lend lent, lie lay lain lying, light lit,
      lose lost, make made, mean meant, meet met, mistake mistook mistaken, overcome overcame,
      pay paid, prove proven, rebuild rebuilt, rewrite rewrote rewritten, ride rode ridden,
      ring rang rung, rise rose risen, run ran, say said, see saw seen, seek sought, sell
      sold, send sent, sew sewn, shake shook shaken, shine shone, shoot shot, show shown,
      shrink shrank shrunk, sing sang sung, sink sank sunk, sit sat, sleep slept, slide slid,
      speak spoke spoken, speed sped, spell spelt, spend spent, spill spilt, spin spun, spring
      sprang sprung, stand stood, steal stole stolen, stick stuck, sting stung, strike struck,
      strive strove, swear swore sworn, sweep swept, swell swollen, swim swam swum, swing
      swung, take took taken, teach taught, tear tore torn, tell told, think thought, throw
      threw thrown, understand understood, undertake undertook, wake woke woken, wear wore
      worn, weave wove woven, weep wept, win won, wind wound, withdraw withdrew withdrawn,
      write wrote written, tie tying tied ties, die dying died dies, child children, man men,
      woman women, person people, foot feet, tooth teeth, mouse mice, goose geese, wife wives,
      life lives, knife knives, leaf leaves, half halves, shelf shelves, wolf wolves, index
      indices, criterion criteria, datum data, good better best, bad worse worst, far further
      farther, two 2, three 3, four 4, five 5, six 6, seven 7, eight 8, nine 9, ten 10, twelve
      12, first 1st, second 2nd, third 3rd, analyze analyse analysis analyses analysed analysing,
      center centre, fiber fibre, gray grey, license licence, liter litre, meter metre, practice
      practise, program programme, theater theatre, artifact artefact
      """;

  /**
   * A verb or an adjective, and a noun that is made of it otherwise than by an ending. Left out are
   * pairs that mostly mean two things in notes, as produce and production do.
   */
  private static final String RELATED =
      """
      absorb absorption, admit admission, advise advice, assume assumption, believe belief, choose
      choice, collide collision, compare comparison, compete competition, conclude conclusion,
      consume consumption, convert conversion, decide decision, defend defense defence, describe
      description, destroy destruction, die death dead, divide division, evolve evolution, exclude
      exclusion, expand expansion, explain explanation, extend extension, give gift, grow growth,
      include inclusion, introduce introduction, lose loss, maintain maintenance, multiply
      multiplication, occur occurrence, omit omission, perceive perception, permit permission,
      prove proof, receive receipt, reduce reduction, repeat repetition, resolve resolution,
      respond response, resume resumption, retain retention, reveal revelation, satisfy
      satisfaction, sell sale, solve solution, strong strength, submit submission, subscribe
      subscription, succeed success, suspend suspension, transmit transmission
      """;

  /** Shorter stems with an i and without it are different words: party and part. */
  private static final int SHORTEST_ROOT = 5;

  private static final Map<String, String> STEMS = new HashMap<>();
  private static final Map<String, Set<String>> FORMS = new HashMap<>();
  private static final Map<String, String> ROOTS = new HashMap<>();

  static {
    for (String[] forms : rows(IRREGULAR)) {
      String stem = Stemmer.stem(forms[0]);
      for (String form : forms) {
        STEMS.putIfAbsent(form, stem);
      }
      forms(stem).addAll(List.of(forms));
    }
    for (String[] words : rows(RELATED)) {
      String root = stem(words[0]);
      Set<String> all = new LinkedHashSet<>(List.of(words));
      for (String word : words) {
        ROOTS.put(stem(word), root);
        all.addAll(forms(stem(word)));
      }
      for (String word : words) {
        forms(stem(word)).addAll(all);
      }
    }
  }

  private static List<String[]> rows(String table) {
    return Stream.of(table.strip().split(",\\s+")).map(row -> row.split("\\s+")).toList();
  }

  private static Set<String> forms(String stem) {
    return FORMS.computeIfAbsent(stem, unseen -> new LinkedHashSet<>());
  }

  private WordForms() {}

  /** {@return what all forms of this plain word have in common} */
  public static String stem(String word) {
    String irregular = STEMS.get(word);
    return irregular == null ? regularStem(word) : irregular;
  }

  /**
   * {@return the stem by a word's ending alone} British endings are as the American ones: colour is
   * color, and organise organize.
   */
  public static String regularStem(String word) {
    String stem = Stemmer.stem(word);
    int length = stem.length();
    if (length >= 6 && (stem.endsWith("is") || stem.endsWith("iz"))) {
      return Stemmer.stem(stem.substring(0, length - 2));
    }
    if (length >= 5 && stem.endsWith("our")) {
      return stem.substring(0, length - 2) + "r";
    }
    return length >= 6 && stem.endsWith("ogu") ? stem.substring(0, length - 1) : stem;
  }

  /**
   * {@return what a stem has in common with those of related words, as that of decision with that
   * of decide}
   */
  public static String root(String stem) {
    String root = ROOTS.get(stem);
    if (root != null) {
      return root;
    }
    for (String ending : List.of("eri", "i")) { // delivery and deliver, allergy and allergic
      if (stem.endsWith(ending) && stem.length() - ending.length() >= SHORTEST_ROOT) {
        return stem.substring(0, stem.length() - ending.length());
      }
    }
    return stem;
  }

  /**
   * {@return the words with this stem that no ending leads to, those related to them among them;
   * mostly none}
   */
  public static Set<String> of(String stem) {
    return Collections.unmodifiableSet(FORMS.getOrDefault(stem, Set.of()));
  }
}
