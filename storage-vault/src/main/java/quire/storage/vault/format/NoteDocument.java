package quire.storage.vault.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** One note: what it says, and edits that leave every other byte of it as it was. */
public final class NoteDocument {
  private static final Pattern SAFE_TYPE =
      Pattern.compile("[A-Za-z][A-Za-z0-9_]*(?:[ -][A-Za-z0-9_]+)*");
  private static final Set<String> RESERVED_SCALARS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf");

  private final NoteLines lines;
  private FrontMatter front;
  private NoteBody body;
  private final boolean unmerged;

  private NoteDocument(NoteLines lines) {
    this.lines = lines;
    this.front = FrontMatter.of(lines);
    this.unmerged = holdsMergeMarkers();
    this.body = NoteBody.scan(lines, front.end());
  }

  public static NoteDocument parse(byte[] bytes) {
    return new NoteDocument(NoteLines.of(bytes));
  }

  /**
   * {@return a new note}
   *
   * @param name the entity's name if the file's name does not say it
   */
  public static NoteDocument create(NoteEdit.Identity identity, Optional<String> name) {
    StringBuilder text = new StringBuilder("---\n");
    identityLines(identity, Map.of()).forEach(line -> text.append(line).append('\n'));
    name.map(JsonString::quote)
        .ifPresent(quoted -> text.append("name: %s\naliases:\n  - %s\n".formatted(quoted, quoted)));
    text.append("---\n");
    return parse(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private boolean holdsMergeMarkers() {
    boolean ours = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.content(i);
      ours |= line.startsWith("<<<<<<< ");
      if (ours && line.startsWith(">>>>>>> ")) {
        return true;
      }
    }
    return false;
  }

  /** {@return why the note can be read but must not be edited; empty if it may be} */
  public String trouble() {
    if (unmerged) {
      return "it holds the conflict markers of an unfinished merge; resolve them";
    }
    return lines.trouble().isEmpty() ? front.trouble() : lines.trouble();
  }

  public FrontMatter front() {
    return front;
  }

  public byte[] bytes() {
    return lines.bytes();
  }

  /** {@return the texts in the order of the note, each once} */
  public List<String> observations() {
    Set<String> texts = new LinkedHashSet<>();
    items(body.observations()).forEach(item -> text(item).ifPresent(texts::add));
    return List.copyOf(texts);
  }

  public List<WrittenRelation> relations() {
    Set<WrittenRelation> relations = new LinkedHashSet<>();
    items(body.relations()).forEach(item -> relation(item).ifPresent(relations::add));
    return List.copyOf(relations);
  }

  private static List<NoteItem> items(Optional<NoteBody.Section> section) {
    return section.map(NoteBody.Section::items).orElse(List.of());
  }

  private static Optional<String> text(NoteItem item) {
    return item.written().isBlank() ? Optional.empty() : Optional.of(Escape.decode(item.written()));
  }

  private static Optional<WrittenRelation> relation(NoteItem item) {
    String written = item.written();
    int end = written.indexOf('\n'); // what a person wrote below it is a remark
    return WrittenRelation.parse(end < 0 ? written : written.substring(0, end));
  }

  public void apply(NoteEdit edit) throws NoteUnreadableException {
    checkEditable();
    if (edit.identity().isPresent()) {
      setIdentity(edit.identity().get());
    }
    Set<String> unwantedTexts = new HashSet<>(edit.removeTexts());
    remove(body.observations(), item -> text(item).stream().anyMatch(unwantedTexts::contains));
    Set<WrittenRelation> unwanted = new HashSet<>(edit.removeRelations());
    remove(body.relations(), item -> relation(item).stream().anyMatch(unwanted::contains));
    Set<String> texts = new HashSet<>(observations());
    appendObservations(edit.addTexts().stream().filter(texts::add).toList());
    Set<WrittenRelation> relations = new HashSet<>(relations());
    appendRelations(edit.addRelations().stream().filter(relations::add).toList());
  }

  private void checkEditable() throws NoteUnreadableException {
    if (!trouble().isEmpty()) {
      throw new NoteUnreadableException(trouble());
    }
  }

  /** Exchanges the links of relations and leaves the rest of their lines. */
  public void relink(Map<WrittenRelation, Link> links) throws NoteUnreadableException {
    checkEditable();
    for (NoteItem item : items(body.relations())) {
      Optional<Link> link = relation(item).map(links::get);
      if (link.isPresent()) {
        lines.replace(
            item.first(), WrittenRelation.relinked(lines.content(item.first()), link.get()));
      }
    }
    rescan(true);
  }

  private void remove(Optional<NoteBody.Section> section, Predicate<NoteItem> unwanted) {
    List<NoteItem> items = items(section).stream().filter(unwanted).toList();
    for (NoteItem item : items.reversed()) {
      lines.remove(item.first(), item.end());
    }
    rescan(!items.isEmpty());
  }

  private void appendObservations(List<String> texts) throws NoteUnreadableException {
    List<String> added = new ArrayList<>();
    for (String text : texts) {
      String[] parts = Escape.item(text).split("\n", -1);
      added.add("- " + parts[0]);
      for (int i = 1; i < parts.length; i++) {
        added.add(parts[i].isEmpty() ? "" : "  " + parts[i]);
      }
    }
    append(body.observations(), "## Observations", added);
  }

  private void appendRelations(List<WrittenRelation> relations) throws NoteUnreadableException {
    append(
        body.relations(),
        "## Relations",
        relations.stream().map(relation -> "- " + relation).toList());
  }

  private void append(Optional<NoteBody.Section> section, String heading, List<String> added)
      throws NoteUnreadableException {
    if (added.isEmpty()) {
      return;
    }
    if (section.isPresent()) {
      appendTo(section.get(), added);
    } else {
      startSection(heading, added);
    }
    rescan(true);
  }

  private void appendTo(NoteBody.Section section, List<String> added)
      throws NoteUnreadableException {
    if (!section.items().isEmpty()) {
      lines.insert(section.items().getLast().end(), added);
      return;
    }
    if (section.end() == lines.size()) {
      checkEndIsOpen();
    }
    int last = section.end();
    while (last > section.heading() + 1 && lines.isBlank(last - 1)) {
      last--;
    }
    lines.insert(last, framed(added, last < lines.size() && !lines.isBlank(last)));
  }

  private void startSection(String heading, List<String> added) throws NoteUnreadableException {
    Optional<NoteBody.Section> next =
        heading.endsWith("Observations") ? body.relations() : Optional.empty();
    List<String> section = new ArrayList<>(List.of(heading));
    section.addAll(framed(added, next.isPresent()));
    if (next.isPresent()) {
      lines.insert(next.get().heading(), section);
      return;
    }
    checkEndIsOpen();
    if (lines.size() > 0 && !lines.isBlank(lines.size() - 1)) {
      section.addFirst("");
    }
    lines.insert(lines.size(), section);
  }

  private static List<String> framed(List<String> added, boolean blankAfter) {
    List<String> framed = new ArrayList<>(List.of(""));
    framed.addAll(added);
    if (blankAfter) {
      framed.add("");
    }
    return framed;
  }

  private void checkEndIsOpen() throws NoteUnreadableException {
    if (body.swallowsEnd()) {
      throw new NoteUnreadableException(
          "a code block or comment in it is never closed, so nothing can be appended; close it");
    }
  }

  private void setIdentity(NoteEdit.Identity identity) throws NoteUnreadableException {
    if (front.keyLines().containsKey(FrontMatter.STUB) && !identity.stub()) {
      drop(FrontMatter.STUB);
      drop(FrontMatter.TYPE);
    }
    if (identity.name().isPresent() && front.keyLines().containsKey(FrontMatter.NAME)) {
      replaceValue(FrontMatter.NAME, JsonString.quote(identity.name().get()));
    }
    List<String> added = identityLines(identity, front.keyLines());
    if (front.top() >= 0) {
      lines.insert(front.top() + 1, added);
    } else {
      List<String> block = new ArrayList<>(List.of("---"));
      block.addAll(added);
      block.add("---");
      lines.insert(0, block);
    }
    front = FrontMatter.of(lines);
    rescan(true);
  }

  /** Writes down the name by which the note is known, unless it says one. */
  public void keepName(String name) {
    Integer id = front.keyLines().get(FrontMatter.ID);
    if (id != null && !front.keyLines().containsKey(FrontMatter.NAME)) {
      lines.insert(id + 1, List.of("name: " + JsonString.quote(name)));
      front = FrontMatter.of(lines);
      rescan(true);
    }
  }

  /** Replaces the identity, and the name if it is written in the note. */
  public void becomeOther(String id, String name) throws NoteUnreadableException {
    checkEditable();
    replaceValue(FrontMatter.ID, id);
    if (front.keyLines().containsKey(FrontMatter.NAME)) {
      replaceValue(FrontMatter.NAME, JsonString.quote(name));
    }
    rescan(true);
  }

  private void replaceValue(String key, String value) throws NoteUnreadableException {
    Integer line = front.keyLines().get(key);
    if (line == null) {
      setIdentity(new NoteEdit.Identity(value, Optional.empty(), false));
      return;
    }
    drop(key);
    lines.insert(line, List.of(key + ": " + value));
    front = FrontMatter.of(lines);
  }

  private void drop(String key) throws NoteUnreadableException {
    Integer line = front.keyLines().get(key);
    if (line != null) {
      if (!lines.content(line).startsWith(key + ":")) {
        throw new NoteUnreadableException(
            "its property \"" + key + "\" is not on a line of its own");
      }
      lines.remove(line, line + 1);
      front = FrontMatter.of(lines);
    }
  }

  private static List<String> identityLines(
      NoteEdit.Identity identity, Map<String, Integer> present) {
    List<String> added = new ArrayList<>();
    if (!present.containsKey(FrontMatter.ID)) {
      added.add("quire-id: " + identity.id());
    }
    if (!present.containsKey(FrontMatter.TYPE)) {
      identity.type().ifPresent(type -> added.add("type: " + scalar(type)));
    }
    if (!present.containsKey(FrontMatter.NAME)) {
      identity.name().ifPresent(name -> added.add("name: " + JsonString.quote(name)));
    }
    if (identity.stub() && !present.containsKey(FrontMatter.STUB)) {
      added.add("quire-stub: true");
    }
    return added;
  }

  private static String scalar(String text) {
    boolean plain =
        SAFE_TYPE.matcher(text).matches()
            && !RESERVED_SCALARS.contains(text.toLowerCase(Locale.ROOT));
    return plain ? text : JsonString.quote(text);
  }

  private void rescan(boolean changed) {
    if (changed) {
      body = NoteBody.scan(lines, front.end());
    }
  }
}
