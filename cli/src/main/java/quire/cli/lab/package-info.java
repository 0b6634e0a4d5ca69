/**
 * Measures the product: many writers, kills, the quality of recall. Uses base, settings, stores and
 * install.
 */
package quire.cli.lab;
