package quire.distribution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Another machine, as far as the network can tell: a namespace with a wire of its own to this one.
 *
 * @param namespace its name; empty where this user may not make one, and it is only another address
 *     of this machine
 * @param server under which this machine is reached from there
 */
record Machine(String namespace, String server) implements AutoCloseable {
  static Machine make(int number) throws IOException, InterruptedException {
    String name = "quire-storm-" + number;
    String here = "quire-s" + number;
    String network = "10.78." + number;
    run("ip", "netns", "delete", name); // what an earlier run may have left
    if (!run("ip", "netns", "add", name)) {
      String address = "127.0.0." + number;
      System.out.println("No network namespaces here; " + address + " stands for a machine");
      return new Machine("", address);
    }
    boolean wired =
        run("ip", "link", "add", here, "type", "veth", "peer", "name", "wire", "netns", name)
            && run("ip", "address", "add", network + ".1/24", "dev", here)
            && run("ip", "link", "set", here, "up")
            && run("ip", "-n", name, "address", "add", network + ".2/24", "dev", "wire")
            && run("ip", "-n", name, "link", "set", "wire", "up")
            && run("ip", "-n", name, "link", "set", "lo", "up");
    if (!wired) {
      throw new IOException("The namespace " + name + " has no wire");
    }
    return new Machine(name, network + ".1");
  }

  /** {@return the command as it is given on this machine} */
  ProcessBuilder command(ProcessBuilder command) {
    List<String> words = new ArrayList<>();
    if (!namespace.isEmpty()) {
      words.addAll(List.of("ip", "netns", "exec", namespace));
    }
    words.addAll(command.command());
    return command.command(words);
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      if (Arrays.asList(command).contains("add")) {
        return false;
      }
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    if (!namespace.isEmpty()) {
      try {
        run("ip", "netns", "delete", namespace);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
