/**
 * What a proxy is told, whichever it is: who may call what, and within which limits. It knows no Kubernetes objects.
 *
 * <pre>
 *   spec.proxy --> ProxySettings = ProxyTimeouts + ProxyLimits + Openings (OpenedRoute, AllowedOrigin) + ProxyCapacity
 *                        |
 *   EndpointCatalogue ---+--> the text of one proxy: package nginx
 *   ProxyContract -------+    ports, paths and names that every proxy shares with the pod around it
 *        |
 *   SelfAttack                the attempts of the operator at it, and the answers that are a breach
 * </pre>
 *
 * <p>Reading order: {@link dev.ollakeep.operator.proxy.EndpointCatalogue}, {@link dev.ollakeep.operator.proxy.ProxySettings},
 * {@link dev.ollakeep.operator.proxy.ProxyContract}.
 */
package dev.ollakeep.operator.proxy;
