/** The commands that show and change the graph. Uses base, exchange, settings and stores. */
package quire.cli.graph;
