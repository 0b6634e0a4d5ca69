/** Who may call, and from where: tokens, names of this server, sessions. Uses no other room. */
package quire.http.access;
