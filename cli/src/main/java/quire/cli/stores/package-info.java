/** The store in force, opened, and what an import brings into it. Uses base, scope and settings. */
package quire.cli.stores;
