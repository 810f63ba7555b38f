/**
 * The shell: the code that reads and writes the cluster, and chooses nothing.
 *
 * <pre>
 *   RunningOperator -- OwnedKinds (caches) -- events --+
 *                                                      v
 *        +------------------ OllamaServerReconciler ------------------+
 *        | observe           plan              apply                  | report
 *        v                    v                  v                    v
 *     Observer             Planner        CredentialWriter       StatusWriter
 *     CachedReader                        Applier                EventRecorder
 *     LiveReader                          PodToucher             RotationMetrics
 *     ClusterObserver, Discovery
 * </pre>
 *
 * <p>Reading order: {@link dev.ollakeep.operator.reconcile.OllamaServerReconciler},
 * {@link dev.ollakeep.operator.reconcile.Observer}, {@link dev.ollakeep.operator.reconcile.CredentialWriter},
 * {@link dev.ollakeep.operator.reconcile.Applier}, {@link dev.ollakeep.operator.reconcile.StatusWriter}; how it all starts and
 * ends is in {@link dev.ollakeep.operator.reconcile.RunningOperator}.
 */
package dev.ollakeep.operator.reconcile;
