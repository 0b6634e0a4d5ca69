package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight servers of agents on two machines write one memory for a minute. One of them is killed
 * every half second, and the database crashes twice. Named so that only the nightly run takes it.
 */
class TeamStorm {
  private static final int SECONDS = Integer.getInteger("quire.storm.seconds", 60);

  private static final Pattern NUMBER = Pattern.compile("\"(\\w+)\" ?: ?(\\d+)");

  private static final Pattern COMPLAINTS =
      Pattern.compile("\"complaints\" ?: ?\\[(.*?)\\]", Pattern.DOTALL);

  /** What the contract says of a call that failed: what holds now, and that it can be repeated. */
  private static final String TOLD =
      ".*(nothing was changed|nothing was written|repeating the call is safe).*";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  void clientsAndTheDatabaseAreKilledAndNothingAcknowledgedIsLost() throws Exception {
    Installation product = Installation.unpack("team", folder.resolve("opt"));
    try (Database database = Database.start(folder.resolve("data"));
        Machine one = Machine.make(1);
        Machine other = Machine.make(2)) {
      assertThat(Session.of(quire(product, database, one, "init")).exit()).isZero();
      List<Process> storms = new ArrayList<>();
      for (Machine machine : List.of(one, other)) {
        storms.add(stress(product, database, machine));
      }
      Process lasting = quire(product, database, one, "serve").start();
      try (OutputStream in = lasting.getOutputStream()) {
        say(in, Session.creations("before"));
        assertThat(lasting.inputReader().readLine()).contains("serverInfo");
        assertAcknowledged(lasting);
        for (int crash = 1; crash <= 2; crash++) {
          TimeUnit.SECONDS.sleep(SECONDS / 3); // the storm goes on meanwhile
          database.crash();
          say(in, Session.creation(10 + crash, "after " + crash));
          assertAcknowledged(lasting);
        }
        for (Process storm : storms) {
          assertSound(new String(storm.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
      }
      assertThat(lasting.waitFor()).isZero();
      String found =
          String.join("", Session.reading(quire(product, database, one, "serve")).lines());
      assertThat(found).contains("before", "after 1", "after 2");
    }
  }

  private static Process stress(Installation product, Database database, Machine machine)
      throws Exception {
    String seconds = Integer.toString(SECONDS);
    return quire(
            product,
            database,
            machine,
            "stress",
            "--processes",
            "4",
            "--seconds",
            seconds,
            "--kill-storm",
            "--json")
        .start();
  }

  private static ProcessBuilder quire(
      Installation product, Database database, Machine machine, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(
        List.of(
            "--store",
            "postgresql://quire@%s:%d/team?memory=storm&sslmode=disable"
                .formatted(machine.server(), database.port())));
    ProcessBuilder command = product.command(all.toArray(String[]::new));
    command.environment().put("PGPASSWORD", Database.PASSWORD);
    return machine.command(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private static void say(OutputStream in, String lines) throws Exception {
    in.write(lines.getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  private static void assertAcknowledged(Process server) throws Exception {
    assertThat(server.inputReader().readLine()).contains("\"result\"").doesNotContain("isError");
  }

  private static void assertSound(String verdict) {
    Map<String, Long> numbers =
        NUMBER
            .matcher(verdict)
            .results()
            .collect(
                Collectors.toMap(
                    found -> found.group(1), found -> Long.parseLong(found.group(2)), Long::sum));
    assertThat(numbers).as(verdict).containsEntry("lost", 0L).containsEntry("twice", 0L);
    assertThat(numbers.get("acknowledged")).as(verdict).isPositive();
    assertThat(numbers.get("killed")).as(verdict).isPositive();
    assertThat(verdict).containsPattern("\"problems\" ?: ?\\[ ?\\]");
    Matcher complaints = COMPLAINTS.matcher(verdict);
    assertThat(complaints.find()).isTrue();
    assertThat(complaints.group(1).lines().filter(line -> !line.isBlank()))
        .as(verdict)
        .allMatch(line -> line.matches(TOLD));
    System.out.println(verdict.replaceAll("(?s)\\s+", " "));
  }
}
