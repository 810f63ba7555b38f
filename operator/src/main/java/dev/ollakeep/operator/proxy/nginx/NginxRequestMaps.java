package dev.ollakeep.operator.proxy.nginx;

import dev.ollakeep.operator.proxy.AllowedOrigin;
import java.util.List;
import java.util.stream.Collectors;

/** What the proxy reads out of a request before it knows the user: the credential, the raw path, the origin. */
final class NginxRequestMaps {

  /** What names of secrets hold, in whatever words before and behind. */
  private static final String SECRETS = "key|token|secret|pass|pwd|auth|credential|bearer|jwt";

  /** An escape, but of no letter, digit, {@code - . _ ~}, nor of another escape: so a text has one spelling. */
  private static final String ESCAPE =
      "%(?!2[DEde]|3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|5[Ff]|7[Ee]|25[0-9A-Fa-f]{2})[0-9A-Fa-f]{2}";
  private static final String VALUE = "[A-Za-z0-9._~!$'()*+,:@/-]*+";
  private static final String PARAMETER = "[A-Za-z0-9._~-]++(?:=" + VALUE + "(?:" + ESCAPE + VALUE + ")*+)?";

  private NginxRequestMaps() {}

  static String render(List<AllowedOrigin> origins) {
    return CREDENTIALS + PATHS + QUERIES + cors(origins);
  }

  private static final String CREDENTIALS = """

      # ---- credentials: Basic, Bearer [olk_]<base64(user:secret)> or x-api-key become one Basic value
      map $http_authorization $authorization_credential {
        default "";
        "~^(?:(?i:Basic) +|(?i:Bearer) +(?:olk_)?)(?<authorization_secret>[A-Za-z0-9+/]{4,256}={0,2})$" "Basic $authorization_secret";
      }
      map $http_x_api_key $api_key_credential {
        default "";
        "~^(?:olk_)?(?<api_key_secret>[A-Za-z0-9+/]{4,256}={0,2})$" "Basic $api_key_secret";
      }
      map $http_authorization $credential {
        default $authorization_credential;
        "" $api_key_credential;
      }
      # Answers tell a client that it still uses the secret of before the rotation.
      map $auth_credential $credential_notice { default ""; previous previous; }
      """;

  private static final String PATHS = """

      # ---- paths: what is checked is byte for byte what Ollama gets, since Ollama decodes %xx; empty means not canonical
      map $request_uri $raw_path {
        default "";
        "~^(?<canonical_path>(?:/[A-Za-z0-9_:@+~-][A-Za-z0-9._:@+~-]*+)*+/?)(?:\\?[!-~]*)?$" $canonical_path;
      }
      # Exact keys of a map ignore case, Ollama does not: no exact key may match an upper case path.
      map $raw_path $exact_path { default $raw_path; "~[A-Z]" ""; }
      """;

  /** Keys that Ollama would log are refused even beside a good credential; what cannot be read in one way only could hide one. */
  private static final String QUERIES = """

      # ---- queries: plain names, = and a value, & between them; escapes only of characters that need them
      map $request_uri $query_form {
        default malformed;
        "~^[^?]*+(?:[?](?:%2$s(?:&%2$s)*+)?)?$" plain;
      }
      map "$query_form $request_uri" $query {
        default $query_form;
        "~*^plain [^?]*+[?](?:.*&)?[^=&]*(?:%1$s)" key;
        "~*^plain [^?]*+[?].*(?:%1$s)[a-z0-9._~-]{0,32}%%3d" key;
        "~*^plain [^?]*+[?].*olk_" key;
      }
      """.formatted(SECRETS, PARAMETER);

  private static String cors(List<AllowedOrigin> origins) {
    var exact = origins.stream().map(origin -> "  \"%s\" $http_origin;\n".formatted(origin.text())).collect(Collectors.joining());
    return """

        # ---- CORS: exact origins, and the desktop clients that Ollama itself admits
        map $http_origin $cors_origin {
          default "";
          "~^(?:app|file|tauri|vscode-webview)://[A-Za-z0-9._~:/-]*$" $http_origin;
          "~^https?://tauri\\.localhost$" $http_origin;
        """ + exact + """
        }
        # A page of another origin could ride on credentials that a browser remembers; the host itself may be any scheme.
        # Client text can hold any separator: where two are joined, the pattern spans both and leaves neither room for one.
        map "$http_origin $http_host" $origin_unknown { default 1; "~^https?://(?<same_host>[^ ]+) \\k<same_host>$" 0; }
        map $cors_origin $origin_foreign { default 0; "" $origin_unknown; }
        map $http_origin $origin_refused { default $origin_foreign; "" 0; }
        map "$request_method $http_access_control_request_method" $preflight_asked { default ""; "~^OPTIONS [A-Z]+$" 1; }
        map $cors_origin $preflight { default $preflight_asked; "" ""; }
        map $http_access_control_request_headers $requested_headers {
          default ""; "~^[A-Za-z0-9, _-]{1,1024}$" $http_access_control_request_headers;
        }
        map $preflight $cors_methods { default ""; 1 "GET, HEAD, POST, PUT, PATCH, DELETE"; }
        map $preflight $cors_headers { default ""; 1 $requested_headers; }
        map $preflight $cors_age { default ""; 1 600; }
        """;
  }

  /** One JSON line per request, without query, body or anything a client could have put a credential into. */
  static String accessLog() {
    return """
        # An error page turns the method into GET, hence the request line.
        map $request $method { default ""; "~^(?<request_verb>[A-Z]{1,20}) " $request_verb; }
        # Up to what may be a query in disguise, or a key.
        map $request_uri $log_path { default ""; "~^(?<printable_path>(?:(?!olk_)[^?#%;\\x00-\\x20\\x7f-\\xff]){0,1024})" $printable_path; }
        # 000 is no JSON number.
        map $status $log_status { default $status; "~^0" 0; }
        map $auth_user $log_credential { default ""; "~." $auth_credential; }
        log_format access escape=json '{"time":"$time_iso8601","id":"$request_id","user":"$auth_user","role":"$auth_role",'
          '"credential":"$log_credential","client":"$remote_addr","method":"$method","path":"$log_path","status":$log_status,'
          '"bytes":$body_bytes_sent,"requestBytes":$request_length,"duration":$request_time,'
          '"upstreamDuration":"$upstream_response_time","firstByte":"$upstream_header_time","upstreamStatus":"$upstream_status"}';
        access_log off;
        """;
  }
}
