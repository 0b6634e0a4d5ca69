package quire.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import quire.api.EntityNotFoundException;
import quire.api.LimitExceededException;
import quire.api.StoreBusyException;
import quire.api.StoreDamagedException;
import quire.api.StoreException;
import quire.api.StoreInterruptedException;
import quire.api.StoreReadOnlyException;
import quire.api.StoreRefusedException;
import quire.api.StoreUnavailableException;
import quire.api.StoreUndecidedException;

/** The numbers that scripts rely on; docs/configuration.md has the table. */
class ExitCodeTest {
  @Test
  void eachFailureOfAStoreHasItsDocumentedNumber() {
    Map<StoreException, Integer> documented =
        Map.of(
            new EntityNotFoundException("x"), 4,
            new StoreBusyException("x"), 5,
            new StoreUnavailableException("x"), 6,
            new StoreReadOnlyException("x"), 6,
            new StoreDamagedException("x"), 7,
            new LimitExceededException("x"), 1,
            new StoreRefusedException("x"), 1,
            new StoreUndecidedException("x", new IllegalStateException()), 1,
            new StoreInterruptedException("x", new InterruptedException()), 1);
    assertThat(documented)
        .allSatisfy(
            (failure, number) -> assertThat(ExitCode.of(failure).number()).isEqualTo(number));
    assertThat(documented).hasSameSizeAs(StoreException.class.getPermittedSubclasses());
  }
}
