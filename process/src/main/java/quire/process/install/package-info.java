/**
 * The installations of the product, and the way from one version to the next. Uses no other package
 * of this module.
 */
package quire.process.install;
