package quire.cli.serve;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;
import quire.cli.base.Surroundings;
import quire.http.access.AccessTokens;
import quire.http.access.Visitor;

/** {@code quire token}. */
@Command(
    name = "token",
    description = {
      "Print the token of the shared server (quire serve --http), or change who may call it.",
      "The name of a token is the author of what is written with it."
    },
    footer = {
      "",
      "Examples:",
      "  quire token",
      "  quire token --add viewer --read-only",
      "  quire token --rotate"
    })
public final class TokenCommand implements Callable<Integer> {
  @ArgGroup(exclusive = true)
  private Wish wish = new Wish();

  @Option(names = "--read-only", description = "with --add: the token reads and never writes")
  private boolean readOnly;

  private final Surroundings surroundings;
  private final Output output;

  /** What is to be done, if not to print. */
  static final class Wish {
    @Option(names = "--rotate", description = "make a new token; the one before is refused at once")
    private boolean rotate;

    @Option(
        names = "--add",
        paramLabel = "NAME",
        description = "make a further token, which is printed once and kept nowhere")
    private @Nullable String add;

    @Option(names = "--remove", paramLabel = "NAME", description = "refuse that token from now on")
    private @Nullable String remove;

    @Option(names = "--list", description = "the names of the tokens, and what each may do")
    private boolean list;
  }

  public TokenCommand(Surroundings surroundings, Output output) {
    this.surroundings = surroundings;
    this.output = output;
  }

  @Override
  public Integer call() throws IOException {
    AccessTokens tokens = TokenPlace.tokens(surroundings);
    if (wish.rotate) {
      output.line(tokens.rotate());
      output.notice("the token in %s is a new one; clients need it".formatted(tokens.file()));
    } else if (wish.add != null) {
      return add(tokens, wish.add);
    } else if (wish.remove != null) {
      return remove(tokens, wish.remove);
    } else if (wish.list) {
      output.line(AccessTokens.FIRST + " write");
      for (Visitor visitor : tokens.others()) {
        output.line(visitor.name() + (visitor.mayWrite() ? " write" : " read"));
      }
    } else {
      Optional<String> made = tokens.makeFirst();
      output.line(made.isPresent() ? made.get() : tokens.first());
    }
    return ExitCode.OK.number();
  }

  private int add(AccessTokens tokens, String name) throws IOException {
    try {
      output.line(tokens.add(name, !readOnly));
      return ExitCode.OK.number();
    } catch (IllegalArgumentException unfit) {
      output.notice(unfit.getMessage() + ". No token was made");
      return ExitCode.USAGE.number();
    }
  }

  private int remove(AccessTokens tokens, String name) throws IOException {
    if (tokens.remove(name)) {
      return ExitCode.OK.number();
    }
    output.notice(
        "there is no token named %s; to see the names: quire token --list".formatted(name));
    return ExitCode.NOT_FOUND.number();
  }
}
