package quire.ranking;

import java.util.List;
import java.util.Optional;
import quire.api.Fact;

/**
 * Tells how near facts are to a question in meaning. A distribution has it if one of its modules
 * brings it; without one, facts are found by their words alone.
 *
 * <p>One instance serves all threads and stores of a process. It is made by the first recall of the
 * process, so making it costs nothing to speak of. No method waits or throws: what goes wrong with
 * a model makes it one that is not there.
 *
 * <p>A store is a name that is unique within the process. A fact's number may come to mean another
 * text, in a vault for example, so {@link Asked#of} goes by what the facts say, and what {@link
 * Asked#nearest} names is read again before anybody sees it.
 */
public interface Closeness {
  /**
   * {@return what is known about a question} Empty while the model is not there: the first question
   * begins to load it. Empty as well if the question is hardly in the model's language.
   */
  Optional<Asked> ask(String question, String store);

  /**
   * {@return whether the model is there, be it busy or not} Nothing is learned before; this alone
   * loads nothing.
   */
  boolean isReady();

  /** {@return whether so many facts wait for their vectors that no more are to be handed over} */
  boolean isBusy();

  /** {@return those of these facts that were not learned of this store} */
  long[] unlearned(String store, long[] sequences);

  /**
   * Takes observations in, to be found by {@link Asked#nearest}; a number that was learned already
   * means the new text from now on. Of a store the 50,000 highest numbers are kept. Returns at
   * once; what has no vector yet gets one afterwards, on a thread of low priority.
   */
  void learn(String store, List<Fact> facts);

  /** Forgets facts that are no longer there. */
  void unlearn(String store, long[] sequences);

  /** What is known about one question. */
  interface Asked {
    /**
     * {@return how near each fact is, in the order given} In standard deviations above the mean of
     * unrelated texts; NaN where it is not known in time. A fact without a text is its entity's
     * name.
     */
    double[] of(List<Fact> facts);

    /** {@return the numbers of the learned facts that are nearest, nearest first} */
    long[] nearest(int limit);
  }
}
