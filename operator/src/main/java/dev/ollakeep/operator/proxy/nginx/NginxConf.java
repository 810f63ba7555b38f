package dev.ollakeep.operator.proxy.nginx;

import dev.ollakeep.operator.proxy.Digest;
import dev.ollakeep.operator.proxy.ProxyContract;
import dev.ollakeep.operator.proxy.ProxyLimits;
import dev.ollakeep.operator.proxy.ProxySettings;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * The configuration of the Nginx that stands before Ollama, as one text.
 *
 * <p>Equal settings give equal bytes. Users, secrets and roles are not in it: they change by file and never by a reload.
 *
 * <pre>
 *   client --8080--&gt; public server --(every request)--&gt; auth hop on a unix socket: a file for each user and role
 *                        |
 *                        +--&gt; Ollama 127.0.0.1:11434
 *                        |
 *   kubelet, operator --8081--&gt; internal server: probes, markers
 * </pre>
 */
public final class NginxConf {

  private static final String BASICS = """
      server_tokens off;
      default_type application/json;
      types { }
      gzip off;
      etag off;
      if_modified_since off;
      map_hash_bucket_size 512;
      map_hash_max_size 8192;
      variables_hash_max_size 2048;
      proxy_headers_hash_max_size 1024;
      proxy_headers_hash_bucket_size 128;
      # The root file system is read-only.
      client_body_temp_path %2$s/temp-body;
      proxy_temp_path %2$s/temp-proxy;
      fastcgi_temp_path %2$s/temp-fastcgi;
      uwsgi_temp_path %2$s/temp-uwsgi;
      scgi_temp_path %2$s/temp-scgi;

      # Until Ollama answers somebody who was let in, time is short: what is held for others is memory. An HTTP/2 connection has but this
      # send_timeout, whatever its streams have.
      client_header_timeout 10s;
      client_body_timeout 60s;
      send_timeout 30s;
      keepalive_timeout 75s;
      # Without it a reload closes idle connections under the feet of clients that are about to reuse them.
      keepalive_min_timeout 5s;
      keepalive_requests 10000;
      # With the number of connections this is the memory that can be taken without a credential.
      large_client_header_buffers 4 4k;
      http2_max_concurrent_streams 16;
      reset_timedout_connection on;
      # Nginx prints request lines and headers beside every error, as they came, keys among them. Refusals are in the access log.
      error_log stderr emerg;
      # Identity is empty until the auth hop has answered, in errors for good.
      uninitialized_variable_warn off;

      %1$s""";

  private NginxConf() {}

  /** The text for the settings, with its own version in it. */
  public static String render(ProxySettings settings) {
    return text(settings, version(settings));
  }

  /**
   * Sixteen hexadecimal digits that change whenever the configuration or its entry script do.
   *
   * <p>The text states its version, so that the process that answers {@code /configz} tells which text it really runs; the
   * digest is therefore taken before the version is filled in.
   */
  static String version(ProxySettings settings) {
    return Digest.of(text(settings, ""), EntryScript.text());
  }

  /** A duration as Nginx reads it. */
  static String time(Duration duration) {
    return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
  }

  /** On all addresses of the pod, of both families; where the kernel has no IPv6, the entry script leaves its line out. */
  static String listen(int port) {
    return "listen %1$d;\nlisten [::]:%1$d ipv6only=on;\n".formatted(port);
  }

  private static String text(ProxySettings settings, String version) {
    var text = process(settings)
        + "http {\n"
        + basics().indent(2)
        + NginxRequestMaps.render(settings.openings().origins()).indent(2)
        + NginxAccess.render(settings.openings().routes()).indent(2)
        + NginxWebSocket.render(settings.openings().routes()).indent(2)
        + NginxErrors.maps().indent(2)
        + NginxErrors.limits().indent(2)
        + limits(settings.limits()).indent(2)
        + NginxUpstream.render(settings.timeouts()).indent(2)
        + NginxAuthHop.server().indent(2)
        + NginxPublicServer.render(settings).indent(2)
        + NginxInternalServer.render(version).indent(2)
        + "}\n";
    return text.lines().map(String::stripTrailing).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String process(ProxySettings settings) {
    var capacity = settings.capacity();
    return """
        # Written by ollakeep from an OllamaServer. Edits are overwritten.
        daemon off;
        worker_processes %d;
        worker_rlimit_nofile 20000;
        # Replaced workers finish their streams; a shorter time would cut them at every reload.
        worker_shutdown_timeout %s;
        pid %s/nginx.pid;
        pcre_jit on;
        error_log stderr error;
        events {
          worker_connections %d;
          # The auth hop's connections come as fast as its clients': one at a time would overflow the queue of its socket.
          multi_accept on;
        }
        """.formatted(capacity.workers(), time(settings.timeouts().shutdown()), ProxyContract.RUN_DIRECTORY, capacity.connections());
  }

  private static String basics() {
    return BASICS.formatted(NginxRequestMaps.accessLog(), ProxyContract.RUN_DIRECTORY);
  }

  private static String limits(ProxyLimits limits) {
    return """

        # ---- limits: keyed by the verified user, so they count only after the auth hop
        map $generation $generating_user { default ""; 1 $auth_user; }
        map $generation $generating_any { default ""; 1 all; }
        limit_conn_zone $generating_user zone=generations_user:1m;
        limit_conn_zone $generating_any zone=generations_total:64k;
        limit_req_zone $auth_user zone=requests_user:1m rate=%dr/s;
        limit_conn_status 429;
        limit_req_status 429;
        limit_conn_log_level notice;
        limit_req_log_level notice;
        """.formatted(limits.rate().perSecond());
  }
}
