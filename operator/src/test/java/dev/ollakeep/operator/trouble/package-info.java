/** Runs {@code docs/troubleshooting.md}: every situation of the page is made, recognised, mended as the page says, and over. */
package dev.ollakeep.operator.trouble;
