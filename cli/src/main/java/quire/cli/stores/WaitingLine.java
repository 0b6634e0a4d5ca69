package quire.cli.stores;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import quire.api.Author;
import quire.api.MemoryStore;

/**
 * Tells a person at a terminal for whom a write waits: nothing is more puzzling than a command that
 * just stands there. Said once, after a second, and only while another process does write.
 *
 * @param writer asks who writes the store at this moment
 * @param store what people call it
 */
record WaitingLine(
    Supplier<Optional<ProcessHandle>> writer, String store, Consumer<String> people) {
  /** Who waits for less does not wonder. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Between two writes of another process there is none; whoever keeps on writing is met again. */
  private static final Duration AGAIN = Duration.ofMillis(200);

  /** {@return the store, whose writes tell for whom they wait} */
  MemoryStore around(MemoryStore opened) {
    return (MemoryStore)
        Proxy.newProxyInstance(
            MemoryStore.class.getClassLoader(),
            new Class<?>[] {MemoryStore.class},
            (proxy, method, arguments) ->
                writes(method)
                    ? attended(() -> invoke(opened, method, arguments))
                    : invoke(opened, method, arguments));
  }

  /** Each call that writes says who does. */
  private static boolean writes(Method method) {
    return Arrays.asList(method.getParameterTypes()).contains(Author.class);
  }

  private interface Call {
    Object make() throws Throwable;
  }

  private static Object invoke(MemoryStore store, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getTargetException();
    }
  }

  private Object attended(Call call) throws Throwable {
    CountDownLatch done = new CountDownLatch(1);
    Thread.ofPlatform().name("waiting-line").daemon().start(() -> attend(done));
    try {
      return call.make();
    } finally {
      done.countDown();
    }
  }

  private void attend(CountDownLatch done) {
    try {
      Duration pause = PATIENCE;
      while (!done.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        Optional<String> other = writer.get().filter(WaitingLine::isAnother).map(WaitingLine::name);
        if (other.isPresent()) {
          people.accept("waiting for %s, which is writing %s".formatted(other.get(), store));
          return;
        }
        pause = AGAIN;
      }
    } catch (InterruptedException | RuntimeException untold) {
      // The write itself says what is wrong with the store.
    }
  }

  private static boolean isAnother(ProcessHandle process) {
    return process.pid() != ProcessHandle.current().pid();
  }

  /** {@return such as {@code quire serve (pid 4711)}} */
  private static String name(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    List<String> words = info.arguments().map(Arrays::asList).orElse(List.of());
    int main = words.indexOf("quire.cli/quire.cli.Main");
    String program =
        main < 0
            ? info.command()
                .map(command -> Path.of(command).getFileName().toString())
                .orElse("another program")
            : String.join(" ", words.subList(main, Math.min(main + 2, words.size())))
                .replace("quire.cli/quire.cli.Main", "quire");
    return "%s (pid %d)".formatted(program, process.pid());
  }
}
