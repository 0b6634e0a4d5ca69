/** Who started a process, who must live for it to live, and which client that is. Uses kernel. */
package quire.process.owner;
