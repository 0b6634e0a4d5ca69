package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The kit is only as good as the broken stores that it finds. */
class BrokenStoreTest {
  private static final Set<String> PROCESS_TESTS =
      Set.of(
          "r9_killedProcessesLoseNothingAndHoldUpNobody",
          "r10_aStoreSeesWhatAnotherProcessAcknowledged",
          "r11_processesThatStartAtOnceOnANewStoreLoseNothing");

  /** What the contracts below examine, since JUnit makes them. */
  private static Backend examined = new HeapBackend();

  static Stream<BrokenStore> brokenStores() {
    return Stream.of(
            BrokenWrites.all(),
            BrokenReads.all(),
            BrokenSharing.all(),
            BrokenLogs.all(),
            BrokenHistories.all(),
            BrokenMoves.all(),
            BrokenTexts.all(),
            BrokenRecall.all(),
            BrokenMeanings.all())
        .flatMap(List::stream);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("brokenStores")
  void eachDefectIsFound(BrokenStore broken) {
    assertThat(failures(broken, broken.contract())).containsAll(broken.failing());
  }

  @Test
  void everyTestOfTheContractHasADefectThatItFinds() {
    Set<String> finding = new TreeSet<>(PROCESS_TESTS);
    brokenStores().forEach(broken -> finding.addAll(broken.failing()));

    assertThat(finding).containsExactlyInAnyOrderElementsOf(tests());
  }

  @Test
  void aStoreThatDoesNotReachOtherProcessesFails() {
    assertThat(failures(new HeapBackend(), ProcessContract.class))
        .containsExactlyInAnyOrderElementsOf(PROCESS_TESTS);
  }

  private static Set<String> tests() {
    return contracts()
        .flatMap(contract -> Arrays.stream(contract.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Test.class))
        .map(Method::getName)
        .collect(Collectors.toSet());
  }

  /** {@return the kit's contracts, each of which has an examination below} */
  static Stream<Class<?>> contracts() {
    return Stream.of(BrokenStoreTest.class.getDeclaredClasses())
        .filter(StoreContract.class::isAssignableFrom)
        .map(Class::getSuperclass);
  }

  private static Set<String> failures(Backend backend, Class<? extends StoreContract> contract) {
    examined = backend;
    Class<?> examination =
        Stream.of(BrokenStoreTest.class.getDeclaredClasses())
            .filter(contract::isAssignableFrom)
            .findFirst()
            .orElseThrow();
    Failures failures = new Failures();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(examination)).build(),
            failures);
    assertThat(failures.run).isPositive();
    return failures.names;
  }

  private static final class Failures implements TestExecutionListener {
    private final Set<String> names = new TreeSet<>();
    private int run;

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (test.isTest()) {
        run++;
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
          names.add(test.getDisplayName().replace("()", ""));
        }
      }
    }
  }

  static class Entities extends EntityContract {
    Entities() {
      super(examined);
    }
  }

  static class Relations extends RelationContract {
    Relations() {
      super(examined);
    }
  }

  static class Adding extends ObservationContract {
    Adding() {
      super(examined);
    }
  }

  static class Deleting extends DeletionContract {
    Deleting() {
      super(examined);
    }
  }

  static class Reading extends ReadingContract {
    Reading() {
      super(examined);
    }
  }

  static class Searching extends SearchContract {
    Searching() {
      super(examined);
    }
  }

  static class Recalling extends RecallContract {
    Recalling() {
      super(examined);
    }
  }

  static class Meanings extends MeaningContract {
    Meanings() {
      super(examined);
    }
  }

  static class Atomicity extends AtomicityContract {
    Atomicity() {
      super(examined);
    }
  }

  static class Concurrency extends ConcurrencyContract {
    Concurrency() {
      super(examined);
    }
  }

  static class Texts extends TextContract {
    Texts() {
      super(examined);
    }
  }

  static class ChangeLog extends ChangeLogContract {
    ChangeLog() {
      super(examined);
    }
  }

  static class History extends HistoryContract {
    History() {
      super(examined);
    }
  }

  static class Moves extends MovingContract {
    Moves() {
      super(examined);
    }
  }

  static class Amendments extends AmendingContract {
    Amendments() {
      super(examined);
    }
  }

  static class Limiting extends LimitContract {
    Limiting() {
      super(examined);
    }
  }

  static class Closing extends ClosingContract {
    Closing() {
      super(examined);
    }
  }

  static class Processes extends ProcessContract {
    Processes() {
      super(examined);
    }
  }
}
