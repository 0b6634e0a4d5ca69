package quire.cli;

/** Tells which Quire this is. */
final class Version {
  private Version() {}

  /** {@return the version that the module was built as} */
  static String number() {
    return Version.class.getModule().getDescriptor().rawVersion().orElse("unversioned");
  }
}
