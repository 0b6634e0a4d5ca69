/** Which settings are in force, and where each of them came from. Uses base. */
package quire.cli.settings;
