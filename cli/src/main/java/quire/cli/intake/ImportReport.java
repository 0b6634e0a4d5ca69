package quire.cli.intake;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import quire.cli.base.Counted;

/**
 * What became of what another memory program keeps.
 *
 * @param named what people call the source
 * @param stays whether the source is there as it was
 * @param understood how many records something was taken of
 * @param taken what was new to the store; without a store, what could be taken
 * @param changed how many records were taken in another form than they have
 * @param conflicts how many entities the store has with something else, as far as that was asked
 * @param left how many records, and members of records, were not taken
 * @param kept where those are, if there are any and a store to put them beside
 * @param reasons why, for the first of them, each with its line
 */
public record ImportReport(
    Path source,
    String named,
    boolean stays,
    long understood,
    Counts taken,
    long changed,
    long conflicts,
    long left,
    Optional<Path> kept,
    List<String> reasons) {
  public ImportReport {
    reasons = List.copyOf(reasons);
  }

  /** Numbers of facts. */
  public record Counts(long entities, long observations, long relations) {
    @Override
    public String toString() {
      return "%s, %s and %s"
          .formatted(
              Counted.of(entities, "entity"),
              Counted.of(observations, "observation"),
              Counted.of(relations, "relation"));
    }
  }

  /** {@return whether there was something, and none of it could be understood} */
  public boolean isFailure() {
    return understood == 0 && left > 0;
  }

  /** {@return the report in one line} */
  public String text() {
    if (isFailure()) {
      return "nothing in %s could be understood: %s left%s%s"
          .formatted(
              named,
              Counted.of(left, "record"),
              place(),
              stays ? "; the file was left as it is and will be tried again" : "");
    }
    return "imported %s from %s%s%s%s%s"
        .formatted(
            taken,
            named,
            changed == 0 ? "" : ", %s changed".formatted(Counted.of(changed, "record")),
            conflicts == 0
                ? ""
                : ", %s there already with something else"
                    .formatted(Counted.of(conflicts, "entity")),
            left == 0 ? "" : ", %,d left%s".formatted(left, place()),
            stays ? "; the file was left as it is" : "");
  }

  private String place() {
    return kept.map(" (kept in %s)"::formatted).orElse("");
  }
}
