package quire.cli.graph;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import quire.api.MemoryStore;
import quire.api.RecallFilter;
import quire.api.RecallPage;
import quire.api.RecallQuery;
import quire.cli.base.ExitCode;
import quire.cli.base.Highlights;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.stores.Stores;

/** {@code quire search}. */
@Command(
    name = "search",
    description = "Find the facts that answer a question best.",
    footer = {
      "",
      "Examples:",
      "  quire search what does Ada like",
      "  quire search --limit 3 --why tea"
    })
public final class SearchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "the most facts of a page, default ${DEFAULT-VALUE}")
  private int limit = 10;

  @Option(names = "--after", paramLabel = "N", description = "go on where the page before said so")
  private int after;

  @Option(names = "--why", description = "show what each fact was found by")
  private boolean why;

  @Parameters(arity = "1..*", paramLabel = "WORD", description = "what to look for")
  private List<String> words = List.of();

  private final Stores stores;
  private final Output output;
  private final Highlights highlights;
  private final Clock clock;

  public SearchCommand(Stores stores, Output output, Highlights highlights, Clock clock) {
    this.stores = stores;
    this.output = output;
    this.highlights = highlights;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    String text = String.join(" ", words);
    RecallPage page = stores.ask(store, opened -> answer(opened, text));
    FoundFacts found = new FoundFacts(page, after);
    if (json.isSet()) {
      found.writeJson(output);
    } else {
      found.print(output, highlights, why, clock.instant());
      if (page.left() > 0) {
        output.notice("%d more; go on with --after %d".formatted(page.left(), found.next()));
      }
    }
    page.missing().forEach(output::notice);
    return (page.facts().isEmpty() ? ExitCode.NOT_FOUND : ExitCode.OK).number();
  }

  private RecallPage answer(MemoryStore opened, String text) {
    RecallPage page = opened.recall(query(text));
    if (page.facts().isEmpty()) {
      output.notice(
          "Nothing was found for '%s'%s"
              .formatted(
                  Output.visible(text),
                  NamesLike.in(opened, text)
                      .map(name -> "; the nearest name is '%s'".formatted(Output.visible(name)))
                      .orElse("")));
    }
    return page;
  }

  private RecallQuery query(String text) {
    try {
      return new RecallQuery(
          text, RecallFilter.NONE, after, limit, Integer.MAX_VALUE, Integer.MAX_VALUE);
    } catch (IllegalArgumentException outside) {
      throw new ParameterException(spec.commandLine(), outside.getMessage(), outside);
    }
  }
}
