/**
 * Plays Deployments of an API server that has no controllers and no nodes: makes their Pods and runs them as processes of this machine.
 *
 * <pre>
 *   PodPlayer -- DeploymentLoop -- Rollout, DeploymentObjects (pure)     Deployment -> ReplicaSet -> Pod, as the controllers do
 *             -- PodLife           PodStatusReport (pure)                one per Pod, as kubelet does
 *                  -- ContainerLife -- Program (a process, or a fake Ollama), Probing
 *                  -- VolumeRefresher -- PodVolumes -- VolumeContent (pure), AtomicDirectory
 * </pre>
 *
 * <p>Where a test could tell the difference it does what kubelet 1.36 does: the order of native sidecars, late and atomic volume
 * updates, probes, restarts with back-off, draining. It differs from a node in three ways. There are no images: {@code nginx} and
 * {@code ollama} are programs of this machine. There are no network namespaces: every Pod has two addresses in 127.0.0.0/8, its own
 * and one for its inside, and {@link dev.ollakeep.testing.player.Relocation} puts them and the Pod's directory into what the
 * containers read. As root, containers run under the user of their security context by {@code setpriv}, since Nginx as root would
 * need a {@code user} directive that the real configuration must not have; otherwise they run as the current user.
 */
package dev.ollakeep.testing.player;
