/** The folder in which every server writes itself down. Uses kernel and owner. */
package quire.process.registry;
