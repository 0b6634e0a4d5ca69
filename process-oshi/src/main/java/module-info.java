import org.jspecify.annotations.NullMarked;

/** Lets OSHI tell what runs on the machine. */
@NullMarked
module quire.process.oshi {
  requires quire.process;
  requires com.github.oshi;
  requires static org.jspecify;

  provides quire.process.table.ProcessSource with
      quire.process.oshi.OshiProcessSource;
}
