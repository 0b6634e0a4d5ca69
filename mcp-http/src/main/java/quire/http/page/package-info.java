/** The page on which people see the memory. Uses engine and door. */
package quire.http.page;
