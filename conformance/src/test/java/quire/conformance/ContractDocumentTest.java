package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ContractDocumentTest {
  @Test
  void thePageListsEveryTestOfTheContractAndNoOther() throws Exception {
    List<String> listed =
        Pattern.compile("(?m)^- `(\\w+\\.r\\d+_\\w+)`$")
            .matcher(Files.readString(Path.of("../docs/contract.md")))
            .results()
            .map(line -> line.group(1))
            .toList();

    assertThat(listed).containsExactlyInAnyOrderElementsOf(contractTests());
  }

  private static List<String> contractTests() {
    return BrokenStoreTest.contracts()
        .flatMap(contract -> Arrays.stream(contract.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Test.class))
        .map(ContractDocumentTest::name)
        .toList();
  }

  private static String name(Method test) {
    return test.getDeclaringClass().getSimpleName() + "." + test.getName();
  }
}
