/** The commands that show and change the graph. Uses base, settings and stores. */
package quire.cli.graph;
