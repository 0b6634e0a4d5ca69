package quire.storage.vault.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads a block of properties that is more than plain keys, as nodes: no value is converted. */
final class YamlBlock {
  private static final int LARGEST_BLOCK = 256 * 1024;
  private static final int MOST_ALIASES = 20;
  private static final int DEEPEST_NESTING = 30;

  private YamlBlock() {}

  static FrontMatter parse(NoteLines lines, int open, int close) throws NoteUnreadableException {
    StringBuilder block = new StringBuilder();
    for (int i = open + 1; i < close; i++) {
      block.append(lines.content(i)).append('\n');
    }
    return read(compose(block.toString()), open, close);
  }

  private static Optional<Node> compose(String block) throws NoteUnreadableException {
    checkNesting(block);
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(LARGEST_BLOCK)
            .setMaxAliasesForCollections(MOST_ALIASES)
            .build();
    try {
      return new Composer(settings, new ParserImpl(settings, new StreamReader(settings, block)))
          .getSingleNode();
    } catch (YamlEngineException e) {
      throw new NoteUnreadableException("its properties are not valid YAML: " + firstLine(e));
    }
  }

  /** The parser descends by recursion. */
  private static void checkNesting(String block) throws NoteUnreadableException {
    int depth = 0;
    for (int i = 0; i < block.length(); i++) {
      char c = block.charAt(i);
      depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
      if (depth > DEEPEST_NESTING) {
        throw new NoteUnreadableException("its properties are nested too deeply");
      }
    }
  }

  private static String firstLine(YamlEngineException e) {
    String message = String.valueOf(e.getMessage()).strip();
    return message.lines().findFirst().orElse("");
  }

  private static FrontMatter read(Optional<Node> root, int open, int close)
      throws NoteUnreadableException {
    Map<String, String> values = new HashMap<>();
    Map<String, Integer> keyLines = new HashMap<>();
    List<String> aliases = new ArrayList<>();
    if (root.isPresent()) {
      for (NodeTuple property : properties(root.get())) {
        String key = key(property.getKeyNode());
        if (keyLines.put(key, open + line(property.getKeyNode())) != null) {
          throw new NoteUnreadableException("its property \"" + key + "\" stands twice");
        }
        if (property.getValueNode() instanceof ScalarNode scalar && !isEmpty(scalar)) {
          values.put(key, scalar.getValue());
          if (key.equals(FrontMatter.ALIASES)) {
            aliases.add(scalar.getValue());
          }
        } else if (property.getValueNode() instanceof SequenceNode sequence) {
          List<String> texts = new ArrayList<>();
          texts(sequence, texts);
          if (key.equals(FrontMatter.ALIASES)) {
            aliases.addAll(texts);
          } else if (key.equals(FrontMatter.TYPE) && !texts.isEmpty()) {
            values.put(key, texts.getFirst());
          }
        }
      }
    }
    return new FrontMatter(close + 1, open, values, keyLines, aliases, "");
  }

  private static List<NodeTuple> properties(Node root) throws NoteUnreadableException {
    if (root instanceof MappingNode mapping
        && mapping.getFlowStyle() == FlowStyle.BLOCK
        && mapping.getStartMark().stream().allMatch(mark -> mark.getColumn() == 0)) {
      return mapping.getValue();
    }
    throw new NoteUnreadableException("its properties are not a plain list of keys");
  }

  private static String key(Node node) throws NoteUnreadableException {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw new NoteUnreadableException("one of its properties has no plain name");
  }

  /** {@return the note's line of a key: the block starts below the line that opens it} */
  private static int line(Node key) {
    return key.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  private static boolean isEmpty(ScalarNode scalar) {
    return scalar.isPlain() && scalar.getValue().isEmpty();
  }

  private static void texts(SequenceNode sequence, List<String> texts) {
    for (Node node : sequence.getValue()) {
      text(node).ifPresent(texts::add);
    }
  }

  /** {@return a text, also that of a link which is not quoted: a list in a list to YAML} */
  private static Optional<String> text(Node node) {
    Node inner = node;
    for (int depth = 0; depth < 2; depth++) {
      if (inner instanceof SequenceNode nested && nested.getValue().size() == 1) {
        inner = nested.getValue().getFirst();
      }
    }
    return inner instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
  }
}
