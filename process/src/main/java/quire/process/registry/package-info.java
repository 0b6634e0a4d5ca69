/** The folder in which every server writes itself down. Uses kernel, owner and trust. */
package quire.process.registry;
