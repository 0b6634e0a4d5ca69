/** The page on which people see the memory. It uses {@code door} and {@code engine}. */
package quire.http.page;
