package quire.process.kernel;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Linux, from its process file system. */
public final class LinuxKernel implements Kernel {
  /** The longest ones have some 400 bytes. */
  private static final int LONGEST_STAT = 4096;

  /** Standard input that somebody else fills. */
  private static final Pattern STREAM = Pattern.compile("(pipe|socket):\\[(\\d+)]");

  /** The bits of a descriptor's flags that say whether it reads, writes, or both. */
  private static final int ACCESS_MODE = 3;

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
  public boolean feeds(long pid, long reader) {
    Matcher input = STREAM.matcher(target(file(reader, "fd/0")));
    if (!input.matches()) {
      return false; // a file, a terminal, or not to be seen
    }
    long number = Long.parseLong(input.group(2));
    boolean pipe = input.group(1).equals("pipe");
    // The kernel numbers both ends of a pair of sockets one after the other.
    Set<String> wanted =
        pipe
            ? Set.of(input.group())
            : Set.of("socket:[%d]".formatted(number - 1), "socket:[%d]".formatted(number + 1));
    try (DirectoryStream<Path> open = Files.newDirectoryStream(file(pid, "fd"))) {
      for (Path descriptor : open) {
        if (wanted.contains(target(descriptor)) && !(pipe && onlyReads(pid, descriptor))) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException hidden) {
      // Another user's, or gone.
    }
    return false;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closed) {
      return "";
    }
  }

  /** {@return whether a descriptor is the end of a pipe at which nothing can be put in} */
  private boolean onlyReads(long pid, Path descriptor) throws IOException {
    String number = String.valueOf(descriptor.getFileName());
    for (String line : Files.readAllLines(file(pid, "fdinfo/" + number))) {
      if (line.startsWith("flags:")) {
        return (Integer.parseInt(line.substring(6).strip(), 8) & ACCESS_MODE) == 0;
      }
    }
    return true;
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
