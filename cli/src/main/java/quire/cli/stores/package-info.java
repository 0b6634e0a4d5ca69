/**
 * The store in force, found, opened and watched, and the commands that tell which one it is. Uses
 * base, intake, scope and settings.
 */
package quire.cli.stores;
