package quire.storage.vault.index;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import quire.api.Relation;
import quire.storage.vault.log.MultiMap;

/**
 * The names of a vault by the age of their notes, and the relations between them. Nodes are
 * numbered by age, so that a set of them is a set of bits, which is walked in order without
 * sorting.
 */
final class NameGraph {
  private static final int FEW = 1_000;
  private static final int NO_NUMBER = -1;

  private final Map<String, Node> nodes = new HashMap<>();
  private final MultiMap<Node, Node> sources = new MultiMap<>();
  private final List<Node> byAge = new ArrayList<>();
  private final TrigramIndex parts = new TrigramIndex();
  private final List<Node> byNumber = new ArrayList<>();
  private final BitSet numbered = new BitSet();
  private final Queue<Integer> freeNumbers = new ArrayDeque<>();
  private String newestAge = "";
  private boolean inOrder = true;
  private int gone;
  private List<Note> entities = List.of();
  private boolean entitiesKnown = true;

  /** A name that stands for a note or that relations lead to. */
  private static final class Node {
    final String name;
    @Nullable Note owner;

    /** The owner's age, empty if the owner is not in the graph. */
    String age = "";

    /** The place among all nodes; by age, when they are in order. */
    int rank;

    /** By which the index of parts knows an entity. */
    int number = NO_NUMBER;

    List<Relation> relations = List.of();

    /** Where each of the relations leads. */
    List<Node> targets = List.of();

    Node(String name) {
      this.name = name;
    }
  }

  @Nullable Note owner(String name) {
    Node node = nodes.get(name);
    return node == null ? null : node.owner;
  }

  Stream<Note> owners() {
    return nodes.values().stream().map(node -> node.owner).filter(Objects::nonNull);
  }

  /** {@return the notes of the entities, the oldest first} */
  List<Note> entities() {
    if (!entitiesKnown) {
      List<Note> found = new ArrayList<>(nodes.size());
      for (Node node : byAge()) {
        Note owner = node.owner;
        if (owner != null && owner.kind() == Note.Kind.ENTITY) {
          found.add(owner);
        }
      }
      entities = List.copyOf(found);
      entitiesKnown = true;
    }
    return entities;
  }

  /** Makes a note stand for its name, with relations that it is not asked for before. */
  void own(Note owner, Function<Note, List<Relation>> relations) {
    Node node = node(owner.name());
    node.owner = owner;
    place(node, owner.isInGraph() ? owner.age() : "");
    index(node);
    connect(node, owner.isInGraph() ? relations.apply(owner) : List.of());
  }

  /** Makes nothing stand for a name. */
  void disown(String name) {
    Node node = nodes.get(name);
    if (node != null && node.owner != null) {
      node.owner = null;
      place(node, "");
      index(node);
      connect(node, List.of());
      forgetIfUnused(node);
    }
  }

  /** Replaces the relations of the note that stands for a name. */
  void relate(Note owner, List<Relation> relations) {
    connect(node(owner.name()), relations);
  }

  private Node node(String name) {
    Node node = nodes.get(name);
    if (node == null) {
      node = new Node(name);
      node.rank = byAge.size();
      nodes.put(name, node);
      byAge.add(node);
    }
    return node;
  }

  /** What came last is the newest as a rule, and then the order stands. */
  private void place(Node node, String age) {
    if (age.equals(node.age)) {
      return;
    }
    boolean last = node.rank == byAge.size() - 1 && age.compareTo(newestAge) > 0;
    inOrder &= age.isEmpty() || last;
    node.age = age;
    if (age.compareTo(newestAge) > 0) {
      newestAge = age;
    }
  }

  private void index(Node node) {
    entitiesKnown = false;
    if (node.number != NO_NUMBER) {
      parts.remove(node.number);
    }
    Note owner = node.owner;
    if (owner != null && owner.kind() == Note.Kind.ENTITY) {
      number(node);
      parts.add(node.number, owner);
    } else if (node.number != NO_NUMBER) {
      numbered.clear(node.number);
      freeNumbers.add(node.number);
      node.number = NO_NUMBER;
    }
  }

  private void number(Node node) {
    if (node.number == NO_NUMBER && freeNumbers.isEmpty()) {
      node.number = byNumber.size();
      byNumber.add(node);
    } else if (node.number == NO_NUMBER) {
      node.number = freeNumbers.remove();
      byNumber.set(node.number, node);
    }
    numbered.set(node.number);
  }

  /**
   * {@return the notes of the entities that may hold all of these, the oldest first}
   *
   * @param forms parts of texts in one of their forms
   */
  List<Note> mayHoldAll(List<String> forms) {
    return owners(numbersThatMayHold(forms));
  }

  /** {@return the same of those that may hold one of these} */
  List<Note> mayHoldAny(List<String> forms) {
    BitSet any = new BitSet();
    forms.forEach(form -> any.or(numbersThatMayHold(List.of(form))));
    return owners(any);
  }

  private List<Note> owners(BitSet numbers) {
    if (numbers.cardinality() == numbered.cardinality()) {
      return entities();
    }
    List<Node> all = byAge();
    BitSet ranks = new BitSet(all.size());
    numbers.stream().forEach(number -> ranks.set(byNumber.get(number).rank));
    List<Note> found = new ArrayList<>(numbers.cardinality());
    for (int rank = ranks.nextSetBit(0); rank >= 0; rank = ranks.nextSetBit(rank + 1)) {
      Note owner = all.get(rank).owner;
      if (owner != null) {
        found.add(owner);
      }
    }
    return found;
  }

  /** {@return the numbers of the entities that may hold all of these, each in one of the forms} */
  BitSet numbersThatMayHold(List<String> forms) {
    BitSet numbers = parts.mayHold(forms, byNumber.size());
    numbers.and(numbered);
    return numbers;
  }

  /** {@return by which number an entity goes for as long as it is there} */
  int number(String name) {
    Node node = nodes.get(name);
    return node == null ? NO_NUMBER : node.number;
  }

  private void connect(Node node, List<Relation> relations) {
    List<Node> before = node.targets;
    List<Node> targets = new ArrayList<>(relations.size());
    for (Relation relation : relations) {
      Node target = node(relation.to());
      targets.add(target);
      sources.add(target, node);
    }
    node.relations = relations;
    node.targets = List.copyOf(targets);
    for (Node target : before) {
      if (!targets.contains(target)) {
        sources.remove(target, node);
        forgetIfUnused(target);
      }
    }
  }

  private void forgetIfUnused(Node node) {
    if (node.owner == null
        && !sources.holds(node)
        && nodes.remove(node.name, node)
        && ++gone > FEW + nodes.size()) {
      inOrder = false; // what is gone is left out when the rest is put in order
    }
  }

  private List<Node> byAge() {
    if (!inOrder) {
      byAge.removeIf(node -> nodes.get(node.name) != node);
      byAge.sort(Comparator.comparing(node -> node.age));
      for (int i = 0; i < byAge.size(); i++) {
        byAge.get(i).rank = i;
      }
      inOrder = true;
      gone = 0;
    }
    return byAge;
  }

  /** {@return the relations that the notes of these names hold or that lead to these names} */
  List<Relation> relationsTouching(Collection<String> names) {
    List<Node> all = byAge();
    BitSet wanted = new BitSet(all.size());
    BitSet from = new BitSet(all.size());
    for (String name : names) {
      Node node = nodes.get(name);
      if (node != null) {
        wanted.set(node.rank);
        from.set(node.rank);
        sources.get(node).forEach(source -> from.set(source.rank));
      }
    }
    List<Relation> found = new ArrayList<>();
    for (int rank = from.nextSetBit(0); rank >= 0; rank = from.nextSetBit(rank + 1)) {
      Node source = all.get(rank);
      boolean whole = wanted.get(rank);
      for (int i = 0; i < source.targets.size(); i++) {
        if (whole || wanted.get(source.targets.get(i).rank)) {
          found.add(source.relations.get(i));
        }
      }
    }
    return found;
  }

  /** {@return all relations, those of the oldest note first} */
  List<Relation> relations() {
    List<Relation> all = new ArrayList<>();
    byAge().forEach(node -> all.addAll(node.relations));
    return all;
  }

  long relationCount() {
    return nodes.values().stream().mapToLong(node -> node.relations.size()).sum();
  }
}
