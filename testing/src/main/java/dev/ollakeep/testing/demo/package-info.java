/**
 * The product's whole path on one machine, in a minute: what {@code make demo} runs.
 *
 * <p>The API server, the operator and Nginx are the real ones; what is played are the node and, so that nothing has to be downloaded, the
 * model.
 */
package dev.ollakeep.testing.demo;
