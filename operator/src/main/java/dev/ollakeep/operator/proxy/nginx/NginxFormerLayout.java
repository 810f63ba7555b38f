package dev.ollakeep.operator.proxy.nginx;

import dev.ollakeep.operator.proxy.ProxyContract;
import java.util.stream.Collectors;

/**
 * The part of the auth hop that serves a volume of the former layout: hashes in {@code htpasswd}, roles in the names of empty files.
 *
 * <p>An upgrade and a rollback bring configuration and Secret in any order, and nobody may be locked out in between. Two files
 * are two states of a volume that is swapped meanwhile, so only a role file that is empty, which the layout of today never has,
 * gives a role here; one that holds something sends the request back to the steps of today. To be removed two releases after
 * the one that brought the layout of today: nobody rolls back further.
 */
final class NginxFormerLayout {

  static final String ENTRY = "/former";

  private NginxFormerLayout() {}

  static String maps() {
    return """
        map $uri $former_role { default ""; "~^/%s\\.(?<role_of_file>[a-z]+)\\." $role_of_file; }
        map $sent_http_content_length $back_from_former { default ""; "~^[1-9]" /users/again; }
        """.formatted(ProxyContract.CURRENT_OF_ROLE);
  }

  static String locations() {
    return "# ---- volumes of the former layout, until nobody rolls back to an operator that writes it\n"
        + step("= " + ENTRY, ProxyContract.HASHES, "@former_previous", "current")
        + step("@former_previous", ProxyContract.PREVIOUS_HASHES, "@denied", "previous")
        + LOOKUP.formatted(ENTRY, ENTRY, ENTRY, roles());
  }

  private static final String LOOKUP = """
      # Reached with a verified password only.
      location @former_role {
        auth_basic off;
        error_page 404 = %s;
        add_header X-Ollakeep-User $claimed;
        add_header X-Ollakeep-Credential $former_credential;
        rewrite ^ %s/role break;
        proxy_pass http://auth_hop;
        proxy_method HEAD;
        proxy_pass_request_body off;
        proxy_pass_request_headers off;
        proxy_set_header Authorization $http_authorization;
        proxy_set_header Connection "";
        proxy_set_header Content-Length "";
        proxy_set_header Host auth;
        proxy_ignore_headers X-Accel-Expires;
        proxy_intercept_errors on;
      }
      # All names twice: a role that changes between two look-ups would otherwise be missed in both states.
      location = %s/role {
        auth_basic off;
        # How much is in the file is known of the opened one, so that nothing can change in between.
        add_header X-Accel-Redirect $back_from_former;
        add_header X-Ollakeep-Role $former_role;
        try_files %s =204;
      }
      """;

  private static String step(String location, String file, String next, String credential) {
    var again = "@again_" + location.replaceFirst("= /|@", "");
    var body = "set $former_credential %s;\ntry_files /none @former_role;\n".formatted(credential);
    return new NginxAuthHop.Step(location, again, file, next, body).render();
  }

  private static String roles() {
    var once = NginxAccess.ROLES.stream()
        .map(role -> "/" + ProxyContract.CURRENT_OF_ROLE + "." + ProxyContract.spelt(role) + ".$claimed").collect(Collectors.joining(" "));
    return once + " " + once;
  }
}
