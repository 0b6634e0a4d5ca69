package quire.cli.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.Relation;

/** One Markdown note per entity, in the form that a vault has. */
final class NoteFolder implements GraphForm.Folder {
  /** File systems take 255 bytes; the rest is for what is added to a name. */
  private static final int NAME_BYTES = 200;

  private static final String FORBIDDEN = "/\\:*?\"<>|#^[]";
  private static final Set<String> DEVICES =
      Set.of("con", "prn", "aux", "nul", "com1", "com2", "com3", "lpt1", "lpt2", "lpt3");

  @Override
  public void write(GraphSnapshot graph, Path folder, Tally tally) throws IOException {
    Set<String> alike = alike(graph);
    Set<String> withRelations = new HashSet<>();
    try {
      graph.entities(
          entity -> {
            put(folder.resolve(file(entity.name(), alike)), text(entity, alike));
            tally.count(entity);
          });
      graph.relations(
          relation -> {
            Path note = folder.resolve(file(relation.from(), alike));
            if (!Files.exists(note)) {
              put(note, text(stub(relation.from()), alike));
            }
            boolean first = withRelations.add(NameDigest.of(relation.from()));
            put(note, (first ? "\n## Relations\n\n" : "") + text(relation));
            tally.count(relation);
          });
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    }
  }

  /** The note of a name that only relations know. */
  private static Entity stub(String name) {
    return new Entity(name, "", List.of());
  }

  /** {@return the file names that some file system would take for one} */
  private static Set<String> alike(GraphSnapshot graph) {
    Set<String> seen = new HashSet<>();
    Set<String> alike = new HashSet<>();
    graph.entities(
        entity -> {
          String folded = folded(safe(entity.name()));
          if (!seen.add(NameDigest.of(folded))) {
            alike.add(folded);
          }
        });
    return alike;
  }

  private static String folded(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  private static String file(String name, Set<String> alike) {
    String safe = safe(name);
    boolean plain = !name.isEmpty() && safe.equals(name) && !alike.contains(folded(safe));
    return plain ? safe + ".md" : "%s %s.md".formatted(safe, NameDigest.of(name)).strip();
  }

  private static String safe(String name) {
    StringBuilder safe = new StringBuilder();
    int bytes = 0;
    for (int c : FileText.of(name).codePoints().toArray()) {
      String one = c < ' ' || FORBIDDEN.indexOf(c) >= 0 ? "-" : Character.toString(c);
      bytes += one.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > NAME_BYTES) {
        break;
      }
      safe.append(one);
    }
    String trimmed = safe.toString().strip().replaceAll("^\\.+|[. ]+$", "");
    return DEVICES.contains(trimmed.toLowerCase(Locale.ROOT)) ? trimmed + "-" : trimmed;
  }

  private static String text(Entity entity, Set<String> alike) {
    StringBuilder text = new StringBuilder("---\n");
    if (!file(entity.name(), alike).equals(entity.name() + ".md")) {
      text.append("name: ").append(quoted(entity.name())).append('\n');
    }
    if (!entity.type().isEmpty()) {
      text.append("type: ").append(quoted(entity.type())).append('\n');
    }
    text.append("---\n");
    if (!entity.observations().isEmpty()) {
      text.append("\n## Observations\n\n");
      entity.observations().forEach(one -> text.append(bullet(FileText.of(one))));
    }
    return text.toString();
  }

  private static String text(Relation relation) {
    return bullet("%s [[%s]]".formatted(FileText.of(relation.type()), FileText.of(relation.to())));
  }

  private static String bullet(String text) {
    return "- " + text.replace("\n", "\n  ") + "\n";
  }

  private static String quoted(String text) {
    String held = FileText.of(text).replace("\\", "\\\\").replace("\"", "\\\"");
    return '"' + held.replace("\n", "\\n").replace("\t", "\\t") + '"';
  }

  private static void put(Path note, String text) {
    try {
      Files.writeString(
          note,
          text,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.APPEND);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
