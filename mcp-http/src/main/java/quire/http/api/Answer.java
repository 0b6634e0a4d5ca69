package quire.http.api;

import quire.mcp.json.JsonWriter;

/** What is answered to a question, once the store is asked. */
interface Answer {
  /** Writes the members of the answer's object. */
  void write(JsonWriter json);
}
