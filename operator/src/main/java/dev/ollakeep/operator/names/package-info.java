/**
 * What everything made for a server is called, labelled, and known again by.
 *
 * <pre>
 *   OllamaServer --> Names --> Child (objects), Component (Secrets) --> Labels
 *                    ServerIdentity + Component --> Ownership: ours, or not
 *                    ClientEndpoint: where clients find it
 * </pre>
 *
 * <p>Reading order: {@link dev.ollakeep.operator.names.Child}, {@link dev.ollakeep.operator.names.Names},
 * {@link dev.ollakeep.operator.names.Ownership}.
 */
package dev.ollakeep.operator.names;
