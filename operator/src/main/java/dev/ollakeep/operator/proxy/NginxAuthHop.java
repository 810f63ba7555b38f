package dev.ollakeep.operator.proxy;

import java.util.stream.Collectors;

/**
 * The auth hop: a server on a unix socket that verifies a Basic credential against files and tells the user's name and role.
 *
 * <p>Nginx opens the files at every request, so a swapped Secret volume counts at once. Each step is a location that can
 * only end in a verified name or in the next step, and the last step denies:
 *
 * <pre>
 *   /users     htpasswd           --401--&gt; previous --401--&gt; denied
 *   /operator  htpasswd.operator  --401--&gt; previous, the operator alone --401--&gt; denied
 * </pre>
 *
 * <p>While the volume is swapped, a file can be missing for an instant: an htpasswd, which is a 403, or a role file that was
 * there a moment before, which is a 404. Each is asked twice.
 */
final class NginxAuthHop {

  private static final String FILES = "/etc/ollakeep/auth";

  private NginxAuthHop() {}

  /**
   * One file to verify against.
   *
   * @param location where the chain enters; {@code @name} or a path
   * @param next where a refusal leads
   */
  private record Step(String location, String file, String next, String body) {

    String again() {
      return "@again_" + location.replaceFirst("= /|@", "");
    }

    String render() {
      return """
          location %1$s {
            auth_basic_user_file %2$s;
            error_page 401 = %3$s;
            error_page 403 404 = %4$s;
          %5$s}
          location %4$s {
            auth_basic_user_file %2$s;
            error_page 401 403 404 = %3$s;
          %5$s}
          """.formatted(location, FILES + "/" + file, next, again(), body.indent(2));
    }
  }

  private static final String OPENING = """

      # ---- the auth hop
      upstream auth_hop {
        server unix:/run/ollakeep/auth.sock;
        keepalive 16;
      }
      map $uri $role_file { default ""; "~^/role\\.(?<role_of_file>[a-z]+)\\." $role_of_file; }
      server {
        listen unix:/run/ollakeep/auth.sock;
        # It would print a secret that somebody sent as a user name; the public server logs who was refused.
        error_log stderr crit;
        log_not_found off;
        keepalive_requests 100000;
        recursive_error_pages on;
        # The directory kubelet swaps as a whole: links to single new files come an instant later.
        root %s/..data;
        auth_basic "Ollama";
      """;

  static String server() {
    return OPENING.formatted(FILES)
        + new Step("= /users", "htpasswd", "@previous", body("current", roles())).render().indent(2)
        + new Step("@previous", "htpasswd.previous", "@denied", body("previous", roles())).render().indent(2)
        + new Step("= /operator", "htpasswd.operator", "@operator_previous", body("current", "=204")).render().indent(2)
        + new Step("@operator_previous", "htpasswd.previous", "@denied", OPERATOR_ONLY + body("previous", "=204")).render().indent(2)
        + """
          location @denied {
            auth_basic off;
            return 401;
          }
          location / {
            auth_basic off;
            return 401;
          }
        }
        """;
  }

  /** The name is only claimed at this point; the password is checked against it afterwards. */
  private static final String OPERATOR_ONLY = """
      if ($remote_user != ollakeep) {
        return 401;
      }
      """;

  /** Headers are added to a success only. */
  private static String body(String credential, String files) {
    return """
        add_header X-Ollakeep-User $remote_user;
        add_header X-Ollakeep-Role $role_file;
        add_header X-Ollakeep-Credential %s;
        try_files %s;
        """.formatted(credential, files.equals("=204") ? "/none =204" : files);
  }

  /** All names twice: a role that changes between two look-ups would otherwise be missed in both states. */
  private static String roles() {
    var once = NginxAccess.ROLES.stream()
        .map(role -> "/role." + NginxAccess.token(role) + ".$remote_user").collect(Collectors.joining(" "));
    return once + " " + once + " =204";
  }
}
