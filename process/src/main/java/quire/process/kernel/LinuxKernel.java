package quire.process.kernel;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Linux, from its process file system. */
public final class LinuxKernel implements Kernel {
  /** The longest ones have some 400 bytes. */
  private static final int LONGEST_STAT = 4096;

  private final Path proc;

  LinuxKernel() {
    this(Path.of("/proc"));
  }

  /**
   * @param proc where the process file system is mounted
   */
  public LinuxKernel(Path proc) {
    this.proc = proc;
  }

  @Override
  public Optional<ProcessId> process(long pid) {
    return stat(pid).filter(Stat::runs).map(stat -> new ProcessId(pid, stat.ticks()));
  }

  @Override
  public Optional<ProcessId> entered(long pid) {
    return stat(pid).map(stat -> new ProcessId(pid, stat.ticks()));
  }

  @Override
  public Optional<Long> parent(long pid) {
    return stat(pid).map(Stat::parent).filter(parent -> parent > 0);
  }

  @Override
  public List<String> commandLine(long pid) {
    try {
      String line = Files.readString(file(pid, "cmdline"), StandardCharsets.ISO_8859_1);
      return line.isEmpty() ? List.of() : List.of(line.split("\0"));
    } catch (IOException gone) {
      return List.of();
    }
  }

  @Override
  public Host host() {
    return new Host(boot(), namespace());
  }

  @Override
  public String user() {
    try {
      return owner("self");
    } catch (IOException hidden) {
      return System.getProperty("user.name");
    }
  }

  @Override
  public String user(long pid) {
    try {
      return owner(Long.toString(pid));
    } catch (IOException gone) {
      return "";
    }
  }

  private String owner(String process) throws IOException {
    return Files.getAttribute(proc.resolve(process), "unix:uid").toString();
  }

  @Override
  public String user(Supplier<String> number, Supplier<String> name) {
    return number.get();
  }

  private String boot() {
    try {
      return Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
    } catch (IOException hidden) {
      return ""; // some containers hide it; their namespace still differs from everyone else's
    }
  }

  private String namespace() {
    try {
      return Files.readSymbolicLink(proc.resolve("self/ns/pid")).toString();
    } catch (IOException hidden) {
      return "";
    }
  }

  private Optional<Stat> stat(long pid) {
    // A server looks twice a second for as long as it lives, and this is the cheapest way to read.
    try (FileInputStream in = new FileInputStream(proc + "/" + pid + "/stat")) {
      return Optional.of(
          Stat.parse(new String(in.readNBytes(LONGEST_STAT), StandardCharsets.ISO_8859_1)));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private Path file(long pid, String name) {
    return proc.resolve(Long.toString(pid)).resolve(name);
  }

  /** The fields 3, 4 and 22 of a process' stat file. */
  record Stat(char state, long parent, long ticks) {
    /** The program's name in the second field may itself contain blanks and parentheses. */
    static Stat parse(String text) {
      int state = text.lastIndexOf(')') + 2;
      int parent = next(text, state);
      int ticks = parent;
      for (int field = 4; field < 22; field++) {
        ticks = next(text, ticks);
      }
      return new Stat(text.charAt(state), number(text, parent), number(text, ticks));
    }

    /** {@return where the field after this one begins} */
    private static int next(String text, int field) {
      return text.indexOf(' ', field) + 1;
    }

    private static long number(String text, int field) {
      return Long.parseLong(text, field, text.indexOf(' ', field), 10);
    }

    /** A zombie has ended; only its parent has not yet asked how. */
    boolean runs() {
      return state != 'Z' && state != 'X';
    }
  }
}
