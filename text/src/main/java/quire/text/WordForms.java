package quire.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
      12, first 1st, second 2nd, third 3rd
      """;

  private static final Map<String, String> STEMS = new HashMap<>();
  private static final Map<String, List<String>> FORMS = new HashMap<>();

  static {
    for (String row : IRREGULAR.strip().split(",\\s+")) {
      String[] forms = row.split("\\s+");
      String stem = Stemmer.stem(forms[0]);
      for (String form : forms) {
        STEMS.putIfAbsent(form, stem);
      }
      FORMS.computeIfAbsent(stem, unseen -> new ArrayList<>()).addAll(Arrays.asList(forms));
    }
  }

  private WordForms() {}

  /** {@return what all forms of this plain word have in common} */
  public static String stem(String word) {
    String irregular = STEMS.get(word);
    return irregular == null ? Stemmer.stem(word) : irregular;
  }

  /** {@return the irregular words with this stem, the base form among them; mostly none} */
  public static List<String> of(String stem) {
    return FORMS.getOrDefault(stem, List.of());
  }
}
