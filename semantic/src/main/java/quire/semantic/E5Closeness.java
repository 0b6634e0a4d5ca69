package quire.semantic;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import quire.api.Fact;
import quire.api.spi.TraceFolder;
import quire.ranking.Closeness;
import quire.ranking.LatestUsed;

/** Tells closeness by the model e5-small-v2. Does nothing until the first question. */
public final class E5Closeness implements Closeness {
  /** How much of one answer may go into facts of which nothing is known. */
  private static final Duration BUDGET = Duration.ofMillis(60);

  /** More than it takes from the answer of a command to the end of its process. */
  private static final Duration RESPITE = Duration.ofMillis(500);

  /** The cosine of two texts that have nothing to do with each other, and how far it strays. */
  private static final double UNRELATED = .36;

  private static final double DEVIATION = .056;

  /** Of more, the one that was used least recently is learned again. */
  private static final int MOST_STORES = 16;

  private static final Closeness OF_THIS_PROCESS =
      ModelFolder.installed().map(E5Closeness::using).orElseGet(Unknown::new);

  private final Model model;
  private final VectorCache cache;
  private final Learner learner;
  private final Map<String, Learned> stores = new LatestUsed<>(MOST_STORES);
  private volatile boolean asked;

  E5Closeness(Model model, VectorCache cache, Learner learner) {
    this.model = model;
    this.cache = cache;
    this.learner = learner;
  }

  private static Closeness using(ModelFolder files) {
    Clock clock = Clock.systemUTC();
    Model model = new Model(files);
    VectorCache cache =
        new VectorCache(TraceFolder.ofThisUser().map(VectorTraces::file), clock, E5Closeness::warn);
    return new E5Closeness(
        model,
        cache,
        new Learner(
            model, cache, clock, RESPITE, Model.PATIENCE, Learner.quietly(), E5Closeness::warn));
  }

  private static void warn(String trouble) {
    System.getLogger("quire.semantic").log(Level.WARNING, trouble);
  }

  /** {@return the one of this process} */
  public static Closeness provider() {
    return OF_THIS_PROCESS;
  }

  @Override
  public Optional<Asked> ask(String question, String store) {
    if (learner.trouble().isPresent()) {
      return Optional.empty();
    }
    asked = true;
    if (!model.isLoaded()) {
      learner.load();
      return Optional.empty();
    }
    return model.question(question).map(meaning -> new Question(meaning, of(store)));
  }

  private Learned of(String store) {
    synchronized (stores) {
      return stores.computeIfAbsent(store, _ -> new Learned(Learned.MOST));
    }
  }

  /** A process that nobody asks shall not have the model in memory. */
  private boolean isUseless() {
    return !asked || learner.trouble().isPresent();
  }

  @Override
  public boolean isReady() {
    return model.isLoaded();
  }

  @Override
  public boolean isBusy() {
    return learner.isBusy();
  }

  @Override
  public long[] unlearned(String store, long[] sequences) {
    return isUseless() ? new long[0] : of(store).missing(sequences);
  }

  @Override
  public void learn(String store, List<Fact> facts) {
    if (!isUseless()) {
      learner.learn(of(store), facts);
    }
  }

  @Override
  public void unlearn(String store, long[] sequences) {
    Learned learned;
    synchronized (stores) {
      learned = stores.get(store);
    }
    if (learned != null) {
      learned.remove(sequences);
    }
  }

  private final class Question implements Asked {
    private final Vector meaning;
    private final Learned store;

    Question(Vector meaning, Learned store) {
      this.meaning = meaning;
      this.store = store;
    }

    @Override
    public double[] of(List<Fact> facts) {
      long end = System.nanoTime() + BUDGET.toNanos();
      double[] near = new double[facts.size()];
      Arrays.fill(near, Double.NaN);
      List<Passage> passages = facts.stream().map(Passage::of).toList();
      for (int at = 0; at < near.length; at++) {
        near[at] = cache.find(passages.get(at).key()).map(this::near).orElse(Double.NaN);
      }
      for (int at = 0; at < near.length; at++) {
        if (Double.isNaN(near[at])) {
          Passage passage = passages.get(at);
          near[at] = System.nanoTime() < end ? computed(passage) : later(passage);
        }
      }
      return near;
    }

    private double computed(Passage passage) {
      Optional<Vector> vector = model.fact(passage.text());
      vector.ifPresent(found -> learner.keep(passage.key(), found));
      return vector.map(this::near).orElse(Double.NaN);
    }

    private double later(Passage passage) {
      learner.find(passage);
      return Double.NaN;
    }

    private double near(Vector fact) {
      return (meaning.cosine(fact) - UNRELATED) / DEVIATION;
    }

    @Override
    public long[] nearest(int limit) {
      return store.nearest(meaning, limit);
    }
  }

  /** Of an installation that brings the module without its files. */
  private static final class Unknown implements Closeness {
    @Override
    public Optional<Asked> ask(String question, String store) {
      return Optional.empty();
    }

    @Override
    public boolean isReady() {
      return false;
    }

    @Override
    public boolean isBusy() {
      return false;
    }

    @Override
    public long[] unlearned(String store, long[] sequences) {
      return new long[0];
    }

    @Override
    public void learn(String store, List<Fact> facts) {}

    @Override
    public void unlearn(String store, long[] sequences) {}
  }
}
