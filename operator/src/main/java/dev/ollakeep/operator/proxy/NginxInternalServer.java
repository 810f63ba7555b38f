package dev.ollakeep.operator.proxy;

import dev.ollakeep.api.v1alpha1.HttpMethod;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The listener for kubelet and operator: probes, markers of what is live, and the operator's door to Ollama.
 *
 * <p>No Service leads here. The door opens for the operator's credential only, for a closed list of calls.
 */
final class NginxInternalServer {

  /** One call the operator makes, the same on both sides of the door. */
  private record Call(HttpMethod method, String path) {

    String render() {
      return """
          location = /ollama%2$s {
            if ($raw_path != /ollama%2$s) { return 400; }
            if ($request_method != %1$s) { return 405; }
            access_log /dev/stdout access;
          """.formatted(method.text(), path)
          + NginxPublicServer.authenticate().indent(2)
          + """
            proxy_pass http://ollama%s;
          }
          """.formatted(path);
    }
  }

  private static final List<Call> DOOR = List.of(
      new Call(HttpMethod.DELETE, "/api/delete"),
      new Call(HttpMethod.GET, "/api/ps"),
      new Call(HttpMethod.GET, "/api/tags"),
      new Call(HttpMethod.GET, "/api/version"),
      new Call(HttpMethod.POST, "/api/generate"),
      new Call(HttpMethod.POST, "/api/pull"));

  private NginxInternalServer() {}

  static String render(String version) {
    return """

        # ---- the internal listener
        server {
          listen 8081;
          root /nonexistent;
          log_not_found off;
          add_header WWW-Authenticate $challenge always;
        """
        + NginxErrors.pages().indent(2)
        + probes().indent(2)
        + configz(version).indent(2)
        + NginxPublicServer.hop("/operator").indent(2)
        + DOOR.stream().map(Call::render).collect(Collectors.joining()).indent(2)
        + """
          location / { return 404; }
        }
        """;
  }

  private static String probes() {
    return """
        location = /livez { return 200 '{"status":"ok"}'; }
        location = /healthz {
          proxy_pass http://ollama/api/version;
          proxy_method GET;
          proxy_pass_request_body off;
          proxy_set_header Host localhost:11434;
          proxy_set_header Connection "";
          proxy_set_header Content-Length "";
          proxy_pass_request_headers off;
          proxy_connect_timeout 1s;
          proxy_read_timeout 3s;
          proxy_intercept_errors on;
          error_page 400 401 403 404 405 500 502 503 504 =503 /_error/503;
        }
        # All keys of the Secret are swapped together: whoever reads a revision here logs in with it or a later one.
        location = /auth-revision {
          default_type text/plain;
          alias /etc/ollakeep/auth/..data/revision;
        }
        """;
  }

  /** The process itself says what it runs; the entry script leaves a file when it had to refuse something newer. */
  private static String configz(String version) {
    return """
        location = /configz {
          root /run/ollakeep/configz;
          try_files /%1$s.json @configz;
        }
        location @configz { return 200 '{"live":"%1$s","rejected":""}'; }
        """.formatted(version);
  }
}
