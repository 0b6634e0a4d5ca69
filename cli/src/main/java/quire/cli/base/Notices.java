package quire.cli.base;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What people should know but what is no failure; some of it agents have to know as well. */
public final class Notices {
  private final Consumer<String> people;
  private final List<String> lasting = new ArrayList<>();

  /**
   * @param people takes one line at a time
   */
  public Notices(Consumer<String> people) {
    this.people = people;
  }

  /** Tells people. */
  public void tell(String line) {
    people.accept(line);
  }

  /** Tells people now, and whoever uses the memory from now on. */
  public synchronized void keep(String line) {
    if (!lasting.contains(line)) {
      lasting.add(line);
      people.accept(line);
    }
  }

  /** Tells whoever uses the memory from now on what people were told by another process. */
  public synchronized void repeat(String line) {
    if (!lasting.contains(line)) {
      lasting.add(line);
    }
  }

  /** {@return what holds for as long as this process lives} */
  public synchronized List<String> kept() {
    return List.copyOf(lasting);
  }
}
