package quire.cli.stores;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import quire.cli.base.Counted;

/**
 * What became of another memory server's file.
 *
 * @param understood how many records something was taken of
 * @param taken what was new to the store; without a store, what could be taken
 * @param changed how many records were taken in another form than they have
 * @param left how many records, and members of records, were not taken
 * @param kept where those are, if there are any and a store to put them beside
 * @param reasons why, for the first of them, each with its line
 */
public record ImportReport(
    Path source,
    long understood,
    Counts taken,
    long changed,
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
      return "nothing in %s could be understood: %s left%s; the file was left as it is and will be tried again"
          .formatted(source, Counted.of(left, "record"), place());
    }
    return "imported %s from %s%s%s; the file was left as it is"
        .formatted(
            taken,
            source,
            changed == 0 ? "" : ", %s changed".formatted(Counted.of(changed, "record")),
            left == 0 ? "" : ", %,d left%s".formatted(left, place()));
  }

  private String place() {
    return kept.map(" (kept in %s)"::formatted).orElse("");
  }
}
