package quire.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import quire.api.Relation;
import quire.api.StoreStatistics;
import quire.cli.base.Version;
import quire.mcp.Reply;
import quire.mcp.StdioClient;

/**
 * One server process and the agents that call it. A server that was killed is started again, and
 * the calls it had not answered count neither as done nor as failed.
 */
final class StressDriver implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name;
  private final ProcessBuilder command;
  private final StressPlan plan;
  private final StressTally tally;
  private final StressLedger ledger;
  private volatile StdioClient client;
  private volatile Optional<StdioClient> killed = Optional.empty();

  StressDriver(String name, ProcessBuilder command, StressPlan plan, StressTally tally)
      throws IOException {
    this.name = name;
    this.command = command;
    this.plan = plan;
    this.tally = tally;
    this.ledger = tally.ledger();
    this.client = start();
  }

  private StdioClient start() throws IOException {
    StdioClient started = StdioClient.start(command);
    started.initialize("quire stress", Version.number(), PATIENCE);
    return started;
  }

  /** Kills the server and starts another one. */
  void kill() throws IOException {
    killed = Optional.of(client);
    client.kill();
    client.close();
    client = start();
  }

  /** One agent's calls, one after the other, until the time has come. */
  void work(int agent, long end) {
    Random random = new Random(31L * name.hashCode() + agent);
    String own = name + "." + agent;
    for (int turn = 0; System.nanoTime() < end; turn++) {
      boolean write = random.nextInt(plan.writes() + plan.reads()) < plan.writes();
      int known = Math.max(0, turn - 1);
      String entity = "%s.%d".formatted(own, write ? turn : random.nextInt(known + 1));
      call(write, entity, random, own + "." + random.nextInt(known + 1));
    }
  }

  private void call(boolean write, String entity, Random random, String other) {
    StdioClient used = client;
    long start = System.nanoTime();
    try {
      String operation = write ? write(used, entity, random, other) : read(used, entity, random);
      tally.latencies().add(operation, System.nanoTime() - start);
    } catch (UncheckedIOException ended) {
      if (!killed.equals(Optional.of(used))) {
        tally.error(String.valueOf(ended.getMessage()));
      }
      awaitSuccessorOf(used);
    }
  }

  private void awaitSuccessorOf(StdioClient used) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (client.equals(used) && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private String write(StdioClient used, String entity, Random random, String other) {
    return switch (random.nextInt(3)) {
      case 0 -> relate(used, new Relation(entity, other, "follows"));
      case 1 -> createAndAdd(used, entity);
      default -> create(used, entity);
    };
  }

  private String relate(StdioClient used, Relation relation) {
    ledger.asked(relation);
    Reply reply =
        ask(
            used,
            "create_relations",
            "{\"relations\":[{\"from\":\"%s\",\"to\":\"%s\",\"relationType\":\"%s\"}]}"
                .formatted(relation.from(), relation.to(), relation.type()));
    acknowledged(reply, () -> ledger.relation(relation));
    return "create_relations";
  }

  private String createAndAdd(StdioClient used, String entity) {
    create(used, entity);
    Reply reply =
        ask(
            used,
            "add_observations",
            "{\"observations\":[{\"entityName\":\"%s\",\"contents\":[\"added\"]}]}"
                .formatted(entity));
    acknowledged(reply, () -> ledger.observation(entity, "added"));
    return "create, then add";
  }

  private String create(StdioClient used, String entity) {
    ledger.asked(entity);
    Reply reply =
        ask(
            used,
            "create_entities",
            "{\"entities\":[{\"name\":\"%s\",\"entityType\":\"stress\",\"observations\":[\"of %s\"]}]}"
                .formatted(entity, entity));
    acknowledged(reply, () -> ledger.observation(entity, "of " + entity));
    return "create_entities";
  }

  private String read(StdioClient used, String entity, Random random) {
    boolean search = random.nextInt(2) == 0;
    String tool = search ? "search_nodes" : "open_nodes";
    boolean expected = ledger.holds(entity);
    Reply reply =
        ask(
            used,
            tool,
            (search ? "{\"query\":\"of %s\",\"limit\":1000000}" : "{\"names\":[\"%s\"]}")
                .formatted(entity));
    if (reply.isError()) {
      tally.error(reply.text());
    } else if (expected && !reply.entityNames().contains(entity)) {
      tally.error(tool + " does not see " + entity + ", which was acknowledged");
    }
    return tool;
  }

  /** Notes what the server says of its waiting; one that was killed can say nothing. */
  void noteWaits() {
    try {
      Reply reply = ask(client, "describe_memory", "{\"details\":true}");
      tally.waits(statistics(reply.numbers("statistics")));
    } catch (UncheckedIOException ended) {
      tally.error(String.valueOf(ended.getMessage()));
    }
  }

  private static StoreStatistics statistics(Map<String, Long> numbers) {
    return new StoreStatistics(
        numbers.getOrDefault("attempts", 0L),
        numbers.getOrDefault("retries", 0L),
        numbers.getOrDefault("refusals", 0L),
        Duration.ofMillis(numbers.getOrDefault("longestWaitMillis", 0L)));
  }

  private static Reply ask(StdioClient used, String tool, String arguments) {
    return used.call(tool, arguments, PATIENCE);
  }

  private void acknowledged(Reply reply, Runnable entry) {
    if (reply.isError()) {
      tally.error(reply.text());
    } else {
      entry.run();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
