/**
 * What the pods themselves say: one class for each question, over one kind of connection for each way to the pods.
 *
 * <pre>
 *   PodProbe --+--&gt; RevisionProbe    GET :8081/auth-revision   which credentials?
 *              +--&gt; ConfigProbe      GET :8081/configz         which configuration?
 *              +--&gt; VersionProbe     GET :8081/healthz         which Ollama?
 *              '--&gt; SelfAttackProbe  the table of SelfAttack   does it let anybody in?
 *                        |
 *                        v
 *                   Question --&gt; PodConnection --&gt; Answer
 *                                  |  DirectConnections: to the pod's address
 *                                  '  ApiServerProxyConnections: through the API server
 * </pre>
 *
 * <p>No question holds a credential: an address that is remembered may be another pod's by now (decision 11).
 *
 * <p>Reading order: {@link dev.ollakeep.operator.probe.Question}, {@link dev.ollakeep.operator.probe.PodConnection},
 * {@link dev.ollakeep.operator.probe.PodProbe}.
 */
package dev.ollakeep.operator.probe;
