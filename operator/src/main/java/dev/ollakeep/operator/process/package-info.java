/**
 * What a process owes those who run it: exit codes, a log, and answers to the kubelet and to Prometheus.
 *
 * <pre>
 *   arguments, environment --> StartupFailure --> ExitCode
 *   LogSettings --> standard error
 *   HealthServer <-- /livez, /readyz, /metrics
 * </pre>
 *
 * <p>Reading order: {@link dev.ollakeep.operator.process.ExitCode}, {@link dev.ollakeep.operator.process.HealthServer},
 * {@link dev.ollakeep.operator.process.LogSettings}.
 */
package dev.ollakeep.operator.process;
