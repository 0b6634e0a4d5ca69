package quire.mcp.tools;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Replacement;
import quire.api.Selection;
import quire.api.StoreRefusedException;
import quire.mcp.catalog.ToolContext;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.MessageBytes;
import quire.text.Nearest;

/** Facts that take the place of others, and what is said where there is no such fact. */
final class Replacements {
  /** A fact much longer than this is not compared letter by letter. */
  private static final int LONGEST = 400;

  private Replacements() {}

  static List<Observations> carryOut(List<Replacement> asked, ToolContext context) {
    try {
      return context.store().replaceObservations(asked, context.author());
    } catch (StoreRefusedException refused) {
      MemoryStore store = context.store().written();
      for (Replacement one : asked) {
        List<String> texts = texts(store, one.entity());
        for (String wanted : one.replaced()) {
          if (!texts.isEmpty() && !texts.contains(wanted)) {
            throw new StoreRefusedException(missing(one, wanted, texts), refused);
          }
        }
      }
      throw refused;
    }
  }

  private static List<String> texts(MemoryStore store, String entity) {
    List<String> texts = new ArrayList<>();
    try (GraphSnapshot graph = store.read(new Selection.Named(List.of(entity)))) {
      graph.entities(found -> texts.addAll(found.observations()));
    }
    return texts;
  }

  private static String missing(Replacement asked, String wanted, List<String> texts) {
    Optional<String> nearest = nearest(wanted, texts);
    String example = nearest.orElse(texts.getLast());
    return "\"%s\" has no observation \"%s\", so nothing was changed%s. Give the exact text, as open_nodes shows it. Example: %s"
        .formatted(
            asked.entity(),
            shortened(wanted),
            nearest.map(text -> "; nearest: \"" + shortened(text) + "\"").orElse(""),
            example(asked, example));
  }

  /** By letters, or else the one that shares most words. */
  private static Optional<String> nearest(String wanted, List<String> texts) {
    List<String> comparable = texts.stream().filter(text -> text.length() <= LONGEST).toList();
    return (wanted.length() <= LONGEST ? Nearest.to(wanted, comparable) : Optional.<String>empty())
        .or(() -> bySharedWords(wanted, texts));
  }

  private static Optional<String> bySharedWords(String wanted, List<String> texts) {
    List<String> words = words(wanted);
    Optional<String> nearest = Optional.empty();
    long most = 0;
    for (String text : texts) {
      long shared = words(text).stream().filter(words::contains).count();
      if (shared > most) {
        most = shared;
        nearest = Optional.of(text);
      }
    }
    return nearest;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || !Character.isLetterOrDigit(text.charAt(i))) {
        if (i - start > 2) {
          words.add(text.substring(start, i).toLowerCase(Locale.ROOT));
        }
        start = i + 1;
      }
    }
    return words;
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }

  /** {@return the call that was probably meant, complete} */
  private static String example(Replacement asked, String replaced) {
    MessageBytes bytes = MessageBytes.unlimited();
    JsonWriter json = new JsonWriter(bytes);
    json.beginObject().name("observations").beginArray().beginObject();
    json.name("entityName").string(asked.entity()).name("contents").beginArray();
    asked.texts().forEach(json::string);
    json.endArray().name("replaces").beginArray().string(replaced).endArray();
    json.endObject().endArray().endObject();
    return new String(bytes.copy(0, bytes.position()), StandardCharsets.UTF_8);
  }
}
