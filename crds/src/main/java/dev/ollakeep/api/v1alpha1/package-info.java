/**
 * The API of Ollakeep: records that are the resource, field by field. Null stops here: constructors default it.
 *
 * <pre>
 *   OllamaServer --+-- OllamaServerSpec    Storage, Proxy, Auth (User, Rotation), Exposure, Tls, Scheduling, Settings, ...
 *                  +-- OllamaServerStatus  AuthStatus (UserStatus), ExposureStatus, TlsStatus, Endpoint, Condition
 *
 *   annotations of the records --> the CRD --> docs/api.md and the chart's copy
 * </pre>
 *
 * <p>Reading order: {@link dev.ollakeep.api.v1alpha1.OllamaServerSpec}, {@link dev.ollakeep.api.v1alpha1.Auth},
 * {@link dev.ollakeep.api.v1alpha1.OllamaServerStatus}; what fields share is in
 * {@link dev.ollakeep.api.rules.Patterns} and {@link dev.ollakeep.api.rules.Cel}.
 */
package dev.ollakeep.api.v1alpha1;
