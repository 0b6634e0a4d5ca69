/** How another module adds commands, as {@code lab} does. Uses base, settings and stores. */
package quire.cli.added;
