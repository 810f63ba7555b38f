/**
 * What was seen of a server and around it, at one moment; the only input of the core that changes by itself.
 *
 * <pre>
 *   Needs: what to look at --> Observed = Seen children, Secrets and claim + PodSeen for each pod + Cluster
 *                                         (Present, Absent or Unknown; Unknown is never taken for Absent)
 *   OptionalKind: a kind that only some clusters have --> ServedKinds, a part of Cluster
 * </pre>
 *
 * <p>Reading order: {@link dev.ollakeep.operator.observed.Seen}, {@link dev.ollakeep.operator.observed.Observed},
 * {@link dev.ollakeep.operator.observed.PodSeen}, {@link dev.ollakeep.operator.observed.Needs},
 * {@link dev.ollakeep.operator.observed.OptionalKind}.
 */
package dev.ollakeep.operator.observed;
