/**
 * The program: its arguments choose a command, and the command does the rest.
 *
 * <pre>
 *   Main -- cli: run ------ reconcile, the operator at work
 *               render --- plan, on an empty cluster in memory
 *               version
 * </pre>
 *
 * <p>Reading order: {@link dev.ollakeep.operator.Main}, then the packages in the order of {@code docs/architecture.md}.
 */
package dev.ollakeep.operator;
