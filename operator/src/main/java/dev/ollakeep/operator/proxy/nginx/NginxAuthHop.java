package dev.ollakeep.operator.proxy.nginx;

import dev.ollakeep.api.rules.Patterns;
import dev.ollakeep.operator.proxy.ProxyContract;

/**
 * The auth hop: a server on a unix socket that verifies a Basic credential against files and tells the user's name and role.
 *
 * <p>Nginx opens the files at every request, so a swapped Secret volume counts at once. Each step is a location that can
 * only end in a verified name or in the next step, and the last step denies:
 *
 * <pre>
 *   /users  role.&lt;role&gt;.&lt;user&gt;  --401--&gt; previous.&lt;role&gt;.&lt;user&gt; --401--&gt; denied
 * </pre>
 *
 * <p>A user's hash is read from the file whose name holds the role, in one opening: a secret and a role that were never valid
 * together cannot meet, however the volume is swapped between two look-ups.
 *
 * <p>While the volume is swapped, a file can be missing for an instant: one to verify against, which is a 403, or one that was
 * there a moment before, which is a 404. Each is asked twice. A volume without {@link ProxyContract#PER_USER_FILES} goes to
 * {@link NginxFormerLayout}.
 */
final class NginxAuthHop {

  private NginxAuthHop() {}

  /**
   * One file to verify against.
   *
   * @param location where the chain enters; {@code @name} or {@code = /path}
   * @param again where it is asked once more
   * @param next where a refusal leads
   * @param body what is done besides, with the answer to a good password
   */
  record Step(String location, String again, String file, String next, String body) {

    /** A step that looks for its role anew when it is asked again; only then is the marker's absence believed. */
    static String ofUser(String path, String record, String next, String access) {
      var step = new Step("= " + path, "= " + path + "/again", ProxyContract.SWAPPED_AS_ONE + "/" + record + ".$role.$claimed", next, """
          add_header X-Ollakeep-User $claimed;
          add_header X-Ollakeep-Role $role;
          """ + credential(access));
      return step.first("error_page 403 404 = " + path + "/again;\n")
          + step.second("if ($former) { return 410; }\nerror_page 410 = " + NginxFormerLayout.ENTRY + ";\n");
    }

    String render() {
      return first("error_page 403 404 = " + again + ";\n") + second("");
    }

    private String first(String missing) {
      return text(location, "error_page 401 = %s;\n".formatted(next) + missing);
    }

    private String second(String more) {
      return text(again, more + "error_page 401 403 404 = %s;\n".formatted(next));
    }

    private String text(String where, String refusals) {
      return "location %s {\n".formatted(where)
          + ("auth_basic_user_file %s/%s;\n".formatted(ProxyContract.AUTH_DIRECTORY, file) + refusals + body).indent(2)
          + "}\n";
    }
  }

  private static final String OPENING = """

      # ---- the auth hop
      upstream auth_hop {
        server unix:%1$s/auth.sock;
        keepalive 128;
      }
      # A name is only claimed until its password is verified. It becomes part of a path: nothing but a user's name may.
      map $remote_user $claimed { default ""; "%2$s" $remote_user; }
      map $uri $record { volatile; default %3$s; "~^/previous" %4$s; }
      """;

  private static final String SERVER = """
      server {
        # Thousands of requests may be complete at the same moment; whom the queue has no place for gets a 500.
        listen unix:%1$s/auth.sock backlog=4096;
        log_not_found off;
        keepalive_requests 100000;
        recursive_error_pages on;
        # The directory kubelet swaps as a whole: links to single new files come an instant later.
        root %2$s/%3$s;
        auth_basic "Ollama";
        if ($claimed = "") { return 401; }
        # Of two roles, which nothing but two states of the volume can show, the lower one decides.
        set $role "";
      """;

  private static final String FORMER = """
      set $former "";
      if (!-f $document_root/%s) {
        set $former 1;
        set $role "";
      }
      """;

  static String server() {
    return OPENING.formatted(ProxyContract.RUN_DIRECTORY, Patterns.USER_NAME.replaceFirst("^\\^", "~^").replaceFirst("\\$$", "\\\\z"),
            ProxyContract.CURRENT_OF_ROLE, ProxyContract.PREVIOUS_OF_ROLE)
        + NginxFormerLayout.maps()
        + SERVER.formatted(ProxyContract.RUN_DIRECTORY, ProxyContract.AUTH_DIRECTORY, ProxyContract.SWAPPED_AS_ONE)
        + roles().indent(2)
        + FORMER.formatted(ProxyContract.PER_USER_FILES).indent(2)
        + Step.ofUser("/users", ProxyContract.CURRENT_OF_ROLE, "/previous", "current").indent(2)
        + Step.ofUser("/previous", ProxyContract.PREVIOUS_OF_ROLE, "@denied", "previous").indent(2)
        + NginxFormerLayout.locations().indent(2)
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

  private static String roles() {
    return NginxAccess.ROLES.stream().map(ProxyContract::spelt)
        .map("if (-f $document_root/$record.%1$s.$claimed) { set $role %1$s; }\n"::formatted)
        .reduce("", (lower, higher) -> higher + lower);
  }

  /** Headers are added to a success only. */
  private static String credential(String which) {
    return "add_header X-Ollakeep-Credential " + which + ";\ntry_files /none =204;\n";
  }
}
