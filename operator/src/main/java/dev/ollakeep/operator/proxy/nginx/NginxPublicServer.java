package dev.ollakeep.operator.proxy.nginx;

import dev.ollakeep.operator.proxy.ProxyContract;
import dev.ollakeep.operator.proxy.ProxyLimits;
import dev.ollakeep.operator.proxy.ProxySettings;

/**
 * The listener for users.
 *
 * <p>Every location either answers an error, or asks the auth hop and then restarts its phases in a named location, where
 * roles and limits know the verified user. No error of the hop is ever swallowed here: that would be an open door.
 */
final class NginxPublicServer {

  /**
   * A file that is open for as long as a request of somebody who was let in: by it the entry script tells whom a reload or the end of a
   * pod waits for. Nginx closes it with the request. Without the file nobody is refused.
   */
  private static final String RUNNING = """
      location = /_running {
        internal;
        # As for the hop: a subrequest is measured, too.
        client_max_body_size 0;
        root %s;
        default_type text/plain;
        try_files /%s =204;
      }
      """.formatted(ProxyContract.RUN_DIRECTORY, ProxyContract.RUNNING);

  /** Where a subrequest asks the auth hop; only the credential travels. */
  private static final String HOP = """
      location = /_auth {
        internal;
        # Checked for the subrequest too: a limit here would turn large uploads into 500.
        client_max_body_size 0;
        proxy_pass http://auth_hop/users;
        proxy_pass_request_body off;
        proxy_pass_request_headers off;
        proxy_set_header Authorization $credential;
        proxy_set_header Connection "";
        proxy_set_header Content-Length "";
        proxy_set_header Host auth;
        proxy_buffering on;
        # Else each stream that is reset would close a connection to the hop; so others are served three times as fast meanwhile.
        proxy_ignore_client_abort on;
        proxy_connect_timeout 2s;
        proxy_read_timeout 10s;
      }
      """;

  private NginxPublicServer() {}

  static String render(ProxySettings settings) {
    var limits = settings.limits();
    var send = NginxConf.time(settings.timeouts().send());
    return opening(limits)
        + NginxErrors.pages().indent(2)
        + HOP.indent(2)
        + RUNNING.indent(2)
        + requests(limits, send)
        + modelUploads(limits, send)
        + "}\n";
  }

  private static String opening(ProxyLimits limits) {
    return """

        # ---- the public listener
        server {
        """ + NginxConf.listen(ProxyContract.PUBLIC_PORT).indent(2) + """
          http2 on;
          root /nonexistent;
          access_log /dev/stdout access;
          client_max_body_size %d;
          add_header Access-Control-Allow-Origin $cors_origin always;
          add_header Access-Control-Allow-Methods $cors_methods always;
          add_header Access-Control-Allow-Headers $cors_headers always;
          add_header Access-Control-Max-Age $cors_age always;
          add_header Vary Origin always;
          add_header WWW-Authenticate $challenge always;
          add_header Retry-After $retry_after always;
          add_header X-Request-Id $request_id always;
          add_header X-Ollakeep-Credential $credential_notice always;
        """.formatted(limits.bodyBytes());
  }

  private static String requests(ProxyLimits limits, String send) {
    return """
          location / {
        """ + front("@ollama").indent(4) + """
          }
          location @ollama {
            if ($allowed = 0) { return 403; }
            if ($websocket_refused) { return 403; }
            limit_conn generations_user %d;
            limit_conn generations_total %d;
            %s
            %s
            # Without a path: the request line goes to Ollama unchanged.
            proxy_pass http://ollama;
          }
        """.formatted(limits.generationsPerUser(), limits.generationsTotal(), rate(limits.rate()), letIn(send));
  }

  private static String modelUploads(ProxyLimits limits, String send) {
    return """
          # Models have gigabytes.
          location ^~ /api/blobs/ {
            client_max_body_size 0;
        """ + front("@blobs").indent(4) + """
          }
          location @blobs {
            if ($allowed = 0) { return 403; }
            if ($websocket_refused) { return 403; }
            client_max_body_size 0;
            %s
            %s
            proxy_pass http://ollama;
          }
        """.formatted(rate(limits.rate()), letIn(send));
  }

  private static String letIn(String send) {
    return String.join("\n    ", "auth_request /_running;", "send_timeout " + send + ";");
  }

  /** Asks the auth hop and keeps who it was, for roles, limits and the log. */
  private static String authenticate() {
    return """
        auth_request /_auth;
        auth_request_set $auth_user $upstream_http_x_ollakeep_user;
        auth_request_set $auth_role $upstream_http_x_ollakeep_role;
        auth_request_set $auth_credential $upstream_http_x_ollakeep_credential;
        """;
  }

  private static String front(String next) {
    return """
        if ($raw_path = "") { return 400; }
        if ($query != plain) { return 400; }
        if ($origin_refused) { return 403; }
        # Browsers send preflights without credentials.
        if ($preflight) { return 204; }
        if ($credential = "") { return 401; }
        """
        + authenticate()
        + "try_files /none %s;\n".formatted(next);
  }

  private static String rate(ProxyLimits.Rate rate) {
    return rate.burst() == 0
        ? "limit_req zone=requests_user nodelay;"
        : "limit_req zone=requests_user burst=%d nodelay;".formatted(rate.burst());
  }
}
