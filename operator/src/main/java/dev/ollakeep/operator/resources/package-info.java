/**
 * One file for each child object: a static function from the server to the object.
 *
 * <pre>
 *   OllamaServer,    --> OllamaDeployment = OllamaContainer + ProxyContainer + PodVolumes + PodScheduling
 *   OperatorDefaults --> ProxyConfigMap, ProxyService, ModelVolumeClaim, ServerNetworkPolicy, ServerDisruptionBudget,
 *                        TlsCertificate, TlsIngress
 * </pre>
 *
 * <p>Reading order: {@link dev.ollakeep.operator.resources.OllamaDeployment},
 * {@link dev.ollakeep.operator.resources.ProxyContainer}, {@link dev.ollakeep.operator.resources.ProxyService}; the others as needed.
 */
package dev.ollakeep.operator.resources;
