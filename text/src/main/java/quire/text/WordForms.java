package quire.text;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
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
      12, first 1st, second 2nd, third 3rd
      """;

  /** Two spellings: the American one, then others. Their inflections are known by the stems. */
  private static final String SPELLINGS =
      """
      analyze analyse analysis, artifact artefact, center centre, defense defence, fiber fibre,
      gray grey, license licence, liter litre, meter metre, paralyze paralyse, practice practise,
      program programme, theater theatre, catalog catalogue, dialog dialogue, analog analogue,
      armor armour, behavior behaviour, clamor clamour, color colour, endeavor endeavour, favor
      favour, flavor flavour, harbor harbour, honor honour, humor humour, labor labour, neighbor
      neighbour, odor odour, rumor rumour, savior saviour, tumor tumour, vapor vapour, vigor
      vigour
      """;

  /** Written with an s in America too; other verbs in -ise have a z there. */
  private static final String WITH_S =
      """
      advertise apprise chastise comprise compromise concise demise despise devise
      disguise enterprise exercise expertise franchise imprecise improvise likewise merchandise
      otherwise paradise precise premise promise reprise supervise surmise surprise
      televise treatise
      """;

  /**
   * A verb or an adjective, and a noun that is made of it otherwise than by an ending. Left out are
   * pairs that mostly mean two things in notes, as produce and production do, or whose stem is that
   * of another word: conversion has that of conversation.
   */
  private static final String RELATED =
      """
      absorb absorption, admit admission, advise advice, allergy allergic, assume assumption,
      believe belief, choose choice, collide collision, compare comparison, compete competition,
      conclude conclusion, consume consumption, decide decision, defend defense, deliver delivery,
      describe description, destroy destruction, die death dead, discover discovery, divide
      division, evolve evolution, exclude exclusion, expand expansion, explain explanation, extend
      extension, give gift, grow growth, history historic, include inclusion, introduce
      introduction, lose loss, maintain maintenance, occur occurrence, omit omission, perceive
      perception, permit permission, prove proof, receive receipt, recover recovery, reduce
      reduction, repeat repetition, retain retention, reveal revelation, satisfy satisfaction,
      sell sale, solve solution, strategy strategic, strong strength, submit submission, subscribe
      subscription, succeed success, suspend suspension, transmit transmission
      """;

  private static final Set<String> ISE =
      Set.of("ise", "ises", "ised", "iser", "isers", "ising", "isation", "isations");

  /** Of noise, raise or revise, nothing would be left. */
  private static final int SHORTEST_BEFORE_ISE = 4;

  /** What adjectives and nouns are made of without the last i of their stem: notify, biology. */
  private static final List<String> WITH_I = List.of("fi", "phi", "logi", "nomi");

  private static final Map<String, String> STEMS = new HashMap<>();
  private static final Map<String, Set<String>> FORMS = new HashMap<>();
  private static final Map<String, String> SPELLED = new HashMap<>();
  private static final Map<String, String> ROOTS = new HashMap<>();
  private static final Set<String> STEMS_WITH_S = new HashSet<>();

  static {
    for (String[] forms : rows(IRREGULAR)) {
      String stem = Stemmer.stem(forms[0]);
      for (String form : forms) {
        STEMS.putIfAbsent(form, stem);
      }
      forms(stem).addAll(List.of(forms));
    }
    for (String word : WITH_S.strip().split("\\s+")) {
      STEMS_WITH_S.add(Stemmer.stem(word));
    }
    for (String[] words : rows(SPELLINGS)) {
      String stem = Stemmer.stem(words[0]);
      for (String word : words) {
        SPELLED.put(Stemmer.stem(word), stem);
      }
      forms(stem).addAll(List.of(words));
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
   * {@return the stem by a word's ending, in whichever spelling} Colour has that of color, and
   * organise that of organize.
   */
  public static String regularStem(String word) {
    String stem = Stemmer.stem(word);
    int end = stem.length() - 2;
    if (end >= SHORTEST_BEFORE_ISE
        && word.startsWith(stem)
        && ISE.contains(word.substring(end))
        && !STEMS_WITH_S.contains(stem)
        && !SPELLED.containsKey(stem)) {
      return Stemmer.stem(word.substring(0, end) + "iz" + word.substring(end + 2));
    }
    return SPELLED.getOrDefault(stem, stem);
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
    for (String ending : WITH_I) {
      if (stem.endsWith(ending)) {
        return stem.substring(0, stem.length() - 1);
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
