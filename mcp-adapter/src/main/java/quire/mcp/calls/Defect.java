package quire.mcp.calls;

import quire.mcp.protocol.ProtocolException;

/** Says to a client what a failure that nobody expected means for it; the log has the rest. */
final class Defect {
  private Defect() {}

  static String describe(Throwable defect) {
    if (defect instanceof LinkageError) {
      return "The files of this server were changed while it ran; restart it (in most clients: open"
          + " a new window)";
    }
    if (defect instanceof OutOfMemoryError) {
      return "This needs more memory than the server has; ask for less at once";
    }
    return "Internal error";
  }

  static ProtocolException error(Throwable defect) {
    return ProtocolException.of(ProtocolException.INTERNAL_ERROR, describe(defect));
  }
}
