/** What the doctor asks of the machine. Uses all packages of this module. */
package quire.process.health;
