package quire.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Linux, from its process file system. */
final class LinuxKernel implements Kernel {
  private final Path proc;

  LinuxKernel() {
    this(Path.of("/proc"));
  }

  /**
   * @param proc where the process file system is mounted
   */
  LinuxKernel(Path proc) {
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
    try {
      return Optional.of(
          Stat.parse(Files.readString(file(pid, "stat"), StandardCharsets.ISO_8859_1)));
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
      String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
      return new Stat(fields[0].charAt(0), Long.parseLong(fields[1]), Long.parseLong(fields[19]));
    }

    /** A zombie has ended; only its parent has not yet asked how. */
    boolean runs() {
      return state != 'Z' && state != 'X';
    }
  }
}
