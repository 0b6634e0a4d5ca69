package quire.http.mcp;

import org.jspecify.annotations.Nullable;
import quire.mcp.calls.Dispatcher;
import quire.mcp.protocol.Channel;
import quire.mcp.protocol.Message;

/** How a message that came is taken to the dispatcher of its client. */
public interface Intake {
  /** {@return what is to be run for the message, null if there is nothing} */
  @Nullable Runnable accept(Dispatcher dispatcher, Message message, Channel replies);
}
