package quire.cli.copies;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import quire.api.Change;
import quire.api.Entity;
import quire.api.Relation;
import quire.api.Subject;
import quire.cli.base.Counted;

/** What two memories do not have in common, fact by fact; their texts are not held in memory. */
public final class Comparison {
  /** So many differences are named; the others are counted. */
  private static final int NAMED = 20;

  private final List<String> differences = new ArrayList<>();
  private long count;
  private boolean pastKnown = true;

  /** What one of them holds, as numbers. */
  private static final class Side {
    private final NumberTable entities = new NumberTable();
    private final NumberTable relations = new NumberTable();
    private final List<Long> calls = new ArrayList<>();
    private final NumberTable writers = new NumberTable();
    private long order;
    private long relationOrder;

    static Side of(Whole whole) throws IOException {
      Side side = new Side();
      Live live = new Live();
      whole.calls(
          call -> {
            Call taken = new Call(call.time(), call.author(), live.take(call));
            if (!taken.steps().isEmpty()) {
              side.take(taken);
            }
          });
      whole.entities(side::take);
      whole.relations(side::take);
      return side;
    }

    private void take(Call call) {
      calls.add(call.digest());
      long writer =
          Digests.of(call.time().toString(), call.author().client(), call.author().session());
      for (Call.Step step : call.steps()) {
        if (step.action() == Change.Action.ADDED) {
          boolean _ = writers.put(Digests.of(step.fact()), writer);
        } else {
          boolean _ = writers.remove(Digests.of(step.fact()));
        }
      }
    }

    private void take(Entity entity) {
      long name = Digests.of(entity.name());
      boolean _ = entities.put(name, content(entity));
      order = order * 31 + name;
    }

    private void take(Relation relation) {
      long fact = Digests.of(new Subject.OfRelation(relation));
      boolean _ = relations.add(fact);
      relationOrder = relationOrder * 31 + fact;
    }
  }

  private static long content(Entity entity) {
    List<String> parts = new ArrayList<>();
    parts.add(entity.type());
    parts.addAll(entity.observations());
    return Digests.of(parts.toArray(String[]::new));
  }

  /**
   * Compares.
   *
   * @param history whether times, authors and what was removed count too
   */
  public static Comparison of(Whole one, Whole other, boolean history) throws IOException {
    Comparison comparison = new Comparison();
    Side left = Side.of(one);
    Side right = Side.of(other);
    comparison.facts(one, left, right, "first");
    comparison.facts(other, right, left, "second");
    comparison.changed(one, left, right);
    if (comparison.count == 0) {
      if (left.order != right.order) {
        comparison.differs("the entities stand in another order");
      }
      if (left.relationOrder != right.relationOrder) {
        comparison.differs("the relations stand in another order");
      }
    }
    if (history) {
      comparison.writers(one, left, right);
      comparison.pastKnown = one.hasWholeHistory() && other.hasWholeHistory();
      if (comparison.pastKnown) {
        comparison.calls(left, right);
      }
    }
    return comparison;
  }

  private void facts(Whole whole, Side here, Side there, String which) throws IOException {
    if (!here.entities.all(there.entities::has)) {
      whole.entities(
          entity -> {
            if (!there.entities.has(Digests.of(entity.name()))) {
              differs("only in the %s: %s".formatted(which, entity.name()));
            }
          });
    }
    if (!here.relations.all(there.relations::has)) {
      whole.relations(
          relation -> {
            if (!there.relations.has(Digests.of(new Subject.OfRelation(relation)))) {
              differs("only in the %s: %s".formatted(which, text(relation)));
            }
          });
    }
  }

  private static String text(Relation relation) {
    return "%s -- %s -> %s".formatted(relation.from(), relation.type(), relation.to());
  }

  private void changed(Whole one, Side left, Side right) throws IOException {
    one.entities(
        entity -> {
          long name = Digests.of(entity.name());
          if (right.entities.has(name) && right.entities.get(name) != left.entities.get(name)) {
            differs("differs in type or observations: " + entity.name());
          }
        });
  }

  private void writers(Whole one, Side left, Side right) throws IOException {
    one.entities(
        entity -> {
          boolean same =
              sameWriter(new Subject.OfEntity(entity.name(), entity.type()), left, right);
          for (String text : entity.observations()) {
            same &=
                sameWriter(
                    new Subject.OfObservation(entity.name(), Optional.of(text)), left, right);
          }
          if (!same) {
            differs("another time or author: " + entity.name());
          }
        });
    one.relations(
        relation -> {
          if (!sameWriter(new Subject.OfRelation(relation), left, right)) {
            differs("another time or author: " + text(relation));
          }
        });
  }

  private static boolean sameWriter(Subject fact, Side left, Side right) {
    long digest = Digests.of(fact);
    return left.writers.get(digest) == right.writers.get(digest);
  }

  private void calls(Side left, Side right) {
    if (!left.calls.equals(right.calls)) {
      Set<Long> both = new HashSet<>(left.calls);
      both.retainAll(new HashSet<>(right.calls));
      long first = left.calls.stream().filter(call -> !both.contains(call)).count();
      long second = right.calls.stream().filter(call -> !both.contains(call)).count();
      differs(
          first + second == 0
              ? "the history has the same calls in another order"
              : "the history has %,d calls that only the first has, and %,d that only the second has"
                  .formatted(first, second));
    }
  }

  private void differs(String how) {
    count++;
    if (differences.size() < NAMED) {
      differences.add(how);
    }
  }

  /** {@return how many differences there are} */
  public long count() {
    return count;
  }

  /** {@return how the two compare, as the end of a line} */
  public String verdict() {
    String past =
        pastKnown ? "" : "; what was removed was not compared, because one keeps no texts of it";
    return (count == 0 ? "equal" : Counted.of(count, "difference")) + past;
  }

  /** {@return the first of them, one a line} */
  public List<String> differences() {
    return differences;
  }
}
