/**
 * The user's own memory, read along with a project's. Loaded where the setting asks for it, and
 * never at the start of a server otherwise. Uses base.
 */
package quire.cli.scope;
