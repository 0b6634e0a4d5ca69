package quire.cli.base;

import picocli.CommandLine.Option;

/** The flag of every command that has a result. */
public final class JsonFlag {
  @Option(names = "--json", description = "print the result as one JSON value")
  private boolean json;

  public boolean isSet() {
    return json;
  }
}
