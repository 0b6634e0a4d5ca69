package quire.mcp;

import org.jspecify.annotations.Nullable;
import quire.mcp.Message.Response;

/** What a service offers beyond tools, resources and prompts. */
interface Extension {
  /** Offers nothing. */
  Extension NONE =
      new Extension() {
        @Override
        public void declare(JsonWriter capabilities, Revision revision) {
          // nothing to declare
        }

        @Override
        public @Nullable Result answer(String method, Caller caller) {
          return null;
        }

        @Override
        public void response(Response response) {
          // Nothing was asked of the client, so this answers nothing.
        }
      };

  /** Writes further members of the capabilities. */
  void declare(JsonWriter capabilities, Revision revision);

  /** {@return the answer to a request of a further method, null if there is no such method} */
  @Nullable Result answer(String method, Caller caller);

  /** Takes the answer to a request that one of our tools sent. */
  void response(Response response);
}
