/** All processes of the machine at one moment. Uses kernel. */
package quire.process.table;
