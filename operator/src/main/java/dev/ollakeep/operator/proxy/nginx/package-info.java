/**
 * The proxy as text for Nginx: its configuration and the entry script that runs it.
 *
 * <pre>
 *   ProxySettings --> NginxConf = NginxRequestMaps + NginxAccess
 *                               + NginxPublicServer -- every request --> NginxAuthHop
 *                               + NginxInternalServer
 *                         |
 *                         +--> ProxyConfig (files) <-- EntryScript
 * </pre>
 *
 * <p>Reading order: {@link dev.ollakeep.operator.proxy.nginx.NginxConf}, which has the picture of the listeners,
 * {@link dev.ollakeep.operator.proxy.nginx.NginxPublicServer}, {@link dev.ollakeep.operator.proxy.nginx.NginxAuthHop}.
 */
package dev.ollakeep.operator.proxy.nginx;
