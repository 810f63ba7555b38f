package dev.ollakeep.operator.proxy.nginx;

import dev.ollakeep.operator.proxy.ProxyContract;

/**
 * The listener for kubelet and operator: probes, and markers of what is live.
 *
 * <p>No Service leads here, nothing here asks for a credential, and no way leads on to Ollama but the question whether it answers.
 */
final class NginxInternalServer {

  private NginxInternalServer() {}

  static String render(String version) {
    return NginxHealth.SERVER + """

        # ---- the internal listener
        server {
          root /nonexistent;
          log_not_found off;
        """
        + NginxConf.listen(ProxyContract.INTERNAL_PORT).indent(2)
        + NginxErrors.pages().indent(2)
        + NginxHealth.LOCATION.indent(2)
        + probes().indent(2)
        + configz(version).indent(2)
        + """
          location / { return 404; }
        }
        """;
  }

  private static String probes() {
    return """
        location = %s { return 200 '{"status":"ok"}'; }
        # All keys of the Secret are swapped together: whoever reads a revision here logs in with it or a later one.
        location = %s {
          default_type text/plain;
          alias %s/%s/%s;
        }
        """.formatted(ProxyContract.LIVENESS, ProxyContract.AUTH_REVISION,
            ProxyContract.AUTH_DIRECTORY, ProxyContract.SWAPPED_AS_ONE, ProxyContract.REVISION);
  }

  /** The process itself says what it runs; the entry script leaves a file when it had to refuse something newer. */
  private static String configz(String version) {
    return """
        location = %2$s {
          root %3$s%2$s;
          try_files /%1$s.json @configz;
        }
        location @configz { return 200 '{"live":"%1$s","rejected":""}'; }
        """.formatted(version, ProxyContract.CONFIGURATION_VERSIONS, ProxyContract.RUN_DIRECTORY);
  }
}
