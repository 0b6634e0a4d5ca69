package quire.http;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.BiConsumer;
import quire.api.MemoryStore;

/** A real store, of which somebody is told what it was asked. */
public final class WatchedStore {
  private WatchedStore() {}

  /**
   * @param afterwards is told the name of a method and what it was given, when it has answered
   */
  public static MemoryStore of(MemoryStore store, BiConsumer<String, List<Object>> afterwards) {
    return (MemoryStore)
        Proxy.newProxyInstance(
            MemoryStore.class.getClassLoader(),
            new Class<?>[] {MemoryStore.class},
            (proxy, method, values) -> {
              if (method.getName().equals("written")) {
                return proxy;
              }
              Object answer = method.invoke(store, values);
              afterwards.accept(method.getName(), values == null ? List.of() : List.of(values));
              return answer;
            });
  }
}
