/** What the proxy shall do, as text: the endpoint catalogue, the Nginx configuration, the entry script. No Kubernetes objects. */
package dev.ollakeep.operator.proxy;
