/**
 * The environment, read once at start; nothing else looks at it.
 *
 * <pre>
 *   environment -- Variable (the closed list) --> OperatorConfig --> OperatorDefaults, for every server
 * </pre>
 *
 * <p>Reading order: {@link dev.ollakeep.operator.configuration.Variable},
 * {@link dev.ollakeep.operator.configuration.OperatorConfig}.
 */
package dev.ollakeep.operator.configuration;
