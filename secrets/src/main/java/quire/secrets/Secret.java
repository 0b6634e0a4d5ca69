package quire.secrets;

/**
 * A secret in a text, without its characters.
 *
 * @param kind such as {@code github-token}
 * @param start of its first character
 * @param end behind its last character
 */
public record Secret(String kind, int start, int end) {}
