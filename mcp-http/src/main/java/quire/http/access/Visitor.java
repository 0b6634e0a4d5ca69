package quire.http.access;

/**
 * Who a token belongs to.
 *
 * @param name under which is written what is written with it
 * @param mayWrite whether it may be written with it
 * @param digest the SHA-256 of the token, in hexadecimal
 */
public record Visitor(String name, boolean mayWrite, String digest) {}
