package quire.cli.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import quire.api.Amendment;
import quire.api.Relation;
import quire.api.Subject;

/**
 * What a person's edit makes of an entity that others may have changed meanwhile. Facts that only
 * others touched stay as they made them; where both changed one fact, nothing is decided here.
 */
final class EditPlan {
  private final String name;
  private final List<Subject> removals = new ArrayList<>();
  private final List<Subject> additions = new ArrayList<>();
  private final List<String> conflicts = new ArrayList<>();

  private EditPlan(String name) {
    this.name = name;
  }

  /**
   * {@return the plan}
   *
   * @param base what the person was shown
   * @param edited what the person made of it
   * @param now what is there now
   */
  static EditPlan of(String name, EditText base, EditText edited, EditText now) {
    EditPlan plan = new EditPlan(name);
    plan.facts(base, edited, now);
    plan.relations(base, edited, now);
    return plan;
  }

  private void facts(EditText base, EditText edited, EditText now) {
    Changes changes = Changes.of(base.facts(), edited.facts(), now.facts());
    changes.overtaken().forEach(text -> conflicts.add("a fact that you changed: " + text));
    if (edited.type().equals(base.type()) || edited.type().equals(now.type())) {
      changes.removed().forEach(text -> removals.add(fact(text)));
      changes.added().forEach(text -> additions.add(fact(text)));
      return;
    }
    if (!now.type().equals(base.type())) {
      conflicts.add("the type, which is %s now".formatted(now.type()));
    }
    // An entity of another type is another one, so all of its facts move to it.
    now.facts().forEach(text -> removals.add(fact(text)));
    removals.add(new Subject.OfEntity(name, now.type()));
    additions.add(new Subject.OfEntity(name, edited.type()));
    Set<String> gone = new HashSet<>(changes.removed());
    now.facts().stream()
        .filter(text -> !gone.contains(text))
        .forEach(text -> additions.add(fact(text)));
    changes.added().forEach(text -> additions.add(fact(text)));
  }

  private Subject fact(String text) {
    return new Subject.OfObservation(name, Optional.of(text));
  }

  private void relations(EditText base, EditText edited, EditText now) {
    Changes changes = Changes.of(base.relations(), edited.relations(), now.relations());
    changes.overtaken().forEach(line -> conflicts.add("a relation that you changed: " + line));
    changes.removed().forEach(line -> relation(line).ifPresent(removals::add));
    changes.added().forEach(line -> relation(line).ifPresent(additions::add));
  }

  private Optional<Subject> relation(String line) {
    Optional<Relation> relation = EditText.relation(name, line);
    return relation.map(Subject.OfRelation::new);
  }

  /**
   * What an edit changes in a list whose order does not matter.
   *
   * @param overtaken what the person put something else in the place of, and others have removed
   */
  private record Changes(List<String> removed, List<String> added, List<String> overtaken) {
    static Changes of(List<String> base, List<String> edited, List<String> now) {
      Set<String> before = new LinkedHashSet<>(base);
      Set<String> after = new LinkedHashSet<>(edited);
      Set<String> there = new LinkedHashSet<>(now);
      List<String> removed =
          base.stream().filter(text -> !after.contains(text) && there.contains(text)).toList();
      List<String> added =
          edited.stream().filter(text -> !before.contains(text) && !there.contains(text)).toList();
      List<String> overtaken =
          replaced(base, edited).stream().filter(text -> !there.contains(text)).toList();
      return new Changes(removed, added, overtaken);
    }

    /**
     * {@return what something new stands in the place of: between two that stayed, both changed}
     */
    private static List<String> replaced(List<String> base, List<String> edited) {
      Set<String> after = new HashSet<>(edited);
      Set<String> before = new HashSet<>(base);
      List<String> replaced = new ArrayList<>();
      List<String> gone = new ArrayList<>();
      for (int i = 0; i <= base.size(); i++) {
        if (i < base.size() && !after.contains(base.get(i))) {
          gone.add(base.get(i));
        } else if (!gone.isEmpty()) {
          String next = i < base.size() ? base.get(i) : "";
          int end = i < base.size() ? edited.indexOf(next) : edited.size();
          if (end > 0 && !before.contains(edited.get(end - 1))) {
            replaced.addAll(gone);
          }
          gone.clear();
        }
      }
      return replaced;
    }
  }

  boolean isNothing() {
    return removals.isEmpty() && additions.isEmpty() && conflicts.isEmpty();
  }

  /** {@return what both the person and others have changed, one sentence each} */
  List<String> conflicts() {
    return conflicts;
  }

  List<Subject> removals() {
    return removals;
  }

  List<Subject> additions() {
    return additions;
  }

  Amendment amendment() {
    return new Amendment(removals, additions);
  }
}
