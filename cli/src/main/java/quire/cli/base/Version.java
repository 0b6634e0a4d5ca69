package quire.cli.base;

/** Tells which Quire this is. */
public final class Version {
  private Version() {}

  /** {@return the version that the module was built as} */
  public static String number() {
    return Version.class.getModule().getDescriptor().rawVersion().orElse("unversioned");
  }
}
