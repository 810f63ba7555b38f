/**
 * What users are told: one file for each condition, and the status they make up.
 *
 * <pre>
 *   children, credentials --> one Finding from each of: Ready, Available, ProxyConfigured, CredentialsReady,
 *                             CredentialsRotated, SecurityVerified, ExposureReady, CertificateReady, Stalled
 *                                       |
 *         the conditions so far --> Conditions (merge) --> ServerStatus --> TransitionEvents
 * </pre>
 *
 * <p>Reading order: {@link dev.ollakeep.operator.status.ServerStatus}, {@link dev.ollakeep.operator.status.Finding},
 * {@link dev.ollakeep.operator.status.Ready}, {@link dev.ollakeep.operator.status.Conditions}.
 */
package dev.ollakeep.operator.status;
