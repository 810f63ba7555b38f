/**
 * The state machine of rotation: what the Secrets say and the pods have makes one position for each user, and the positions make at
 * most one write.
 *
 * <pre>
 *   CredentialSpec --+
 *   Observed --------+-> CredentialState -> Position of each user -+-> AuthWrites, JournalWrites, CredentialWrites -> CredentialStep
 *   now -------------+   (Held, Gate)                              |                                                 (its Effects)
 *                                                                  +-> Progress -> CredentialDecision
 * </pre>
 *
 * <p>A {@code Plaintext} is revealed in this package alone.
 *
 * <p>Reading order: {@link dev.ollakeep.operator.credentials.CredentialPlanner}, then {@code Position} and its three kinds, then the
 * writes; {@code RotationRules} says when a new secret is due.
 */
package dev.ollakeep.operator.credentials;
