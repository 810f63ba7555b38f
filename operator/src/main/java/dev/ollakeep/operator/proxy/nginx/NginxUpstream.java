package dev.ollakeep.operator.proxy.nginx;

import dev.ollakeep.operator.proxy.ProxyContract;
import dev.ollakeep.operator.proxy.ProxyTimeouts;
import java.util.List;
import java.util.stream.Collectors;

/** How requests travel on to Ollama; said once, inherited by every location that proxies. */
final class NginxUpstream {

  /** Ollama refuses names of hosts that it takes for foreign. */
  static final String HOST = "localhost:" + ProxyContract.OLLAMA_PORT;

  /** Credentials, and names under which a client could pose as somebody to whatever runs behind. */
  private static final List<String> STRIPPED = List.of(
      "Authorization", "Cookie", "Forwarded", "HTTP2-Settings", "Origin", "Proxy", "Proxy-Authorization", "X-Api-Key", "X-Forwarded-Host",
      "X-Forwarded-User", "X-Ollakeep-Credential", "X-Ollakeep-Role", "X-Ollakeep-User", "X-Real-IP", "X-Remote-User");

  /** CORS is the proxy's; the rest would speak in the proxy's name. */
  private static final List<String> HIDDEN = List.of(
      "Access-Control-Allow-Credentials", "Access-Control-Allow-Headers", "Access-Control-Allow-Methods", "Access-Control-Allow-Origin",
      "Access-Control-Expose-Headers", "Access-Control-Max-Age", "X-Ollakeep-Credential", "X-Request-Id");

  private static final String TOWARDS_OLLAMA = """

      # ---- towards Ollama
      upstream ollama {
        server %s;
        keepalive 32;
      }
      proxy_http_version 1.1;
      # Tokens travel at once; prompts and models never touch the disk.
      proxy_buffering off;
      proxy_request_buffering off;
      proxy_connect_timeout %s;
      proxy_send_timeout %s;
      proxy_read_timeout %s;
      proxy_socket_keepalive on;
      # Ollama refuses foreign host names.
      proxy_set_header Host %s;
      proxy_set_header Connection $upgrade_connection;
      proxy_set_header Upgrade $upgrade;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Request-Id $request_id;
      """;

  private NginxUpstream() {}

  static String render(ProxyTimeouts timeouts) {
    return TOWARDS_OLLAMA
            .formatted(ProxyContract.OLLAMA_ADDRESS, NginxConf.time(timeouts.connect()), NginxConf.time(timeouts.send()),
                NginxConf.time(timeouts.read()), HOST)
        + STRIPPED.stream().map("proxy_set_header %s \"\";\n"::formatted).collect(Collectors.joining())
        + HIDDEN.stream().map("proxy_hide_header %s;\n"::formatted).collect(Collectors.joining())
        + """
        # An answer of Ollama never steers the proxy.
        proxy_ignore_headers X-Accel-Redirect X-Accel-Expires X-Accel-Limit-Rate X-Accel-Buffering X-Accel-Charset;
        """;
  }
}
