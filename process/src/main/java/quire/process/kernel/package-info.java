/** What the operating system says of one process. Uses no other package of this module. */
package quire.process.kernel;
