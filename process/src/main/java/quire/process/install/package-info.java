/** The installations of the product, and the way from one version to the next. Uses trust. */
package quire.process.install;
