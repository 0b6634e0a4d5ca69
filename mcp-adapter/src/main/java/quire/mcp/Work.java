package quire.mcp;

import org.jspecify.annotations.Nullable;

/** Finds the answer to one request, on a thread of its own. */
interface Work {
  /** {@return the result, or null if the work has sent what there is to send itself} */
  @Nullable Result answer(Call call) throws InvalidInputException;

  /** {@return what to answer when the store or the input failed} */
  default Result failure(String message) {
    throw ProtocolException.of(ProtocolException.INTERNAL_ERROR, message);
  }
}
