/**
 * What an agent program calls when a session of its begins. Wired by hand, since the session waits
 * for it. Uses base, scope, settings and stores.
 */
package quire.cli.hook;
