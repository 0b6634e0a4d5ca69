package quire.mcp;

/**
 * One tool: what it is called and takes, and what it does.
 *
 * @param <A> its arguments once they are read
 */
interface Tool<A> {
  ToolDescription<A> description();

  /** Does what the tool does; the author and the store come from the call. */
  Result call(A arguments, Call call);
}
