package quire.cli;

import picocli.CommandLine.Option;

/** The flag of every command that has a result. */
final class JsonFlag {
  @Option(names = "--json", description = "print the result as one JSON value")
  private boolean json;

  boolean isSet() {
    return json;
  }
}
