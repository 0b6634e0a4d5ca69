package quire.process.health;

import java.nio.file.Path;

/** Runs the check of names in a process whose locale knows only ASCII. */
final class NamesProgram {
  private NamesProgram() {}

  public static void main(String[] args) throws Exception {
    System.out.println(new NamesCheck("ASCII", Path.of(args[0])).run().verdict());
  }
}
