package dev.ollakeep.operator.proxy;

import java.util.List;
import java.util.stream.Collectors;

/** What the proxy reads out of a request before it knows the user: the credential, the raw path, the origin. */
final class NginxRequestMaps {

  private NginxRequestMaps() {}

  static String render(List<AllowedOrigin> origins) {
    return CREDENTIALS + PATHS + cors(origins) + UPGRADE;
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
      # A key in a query is refused even beside a good credential: Ollama logs queries, and so does the error log here.
      map $args $query_key {
        default 0;
        "~*(?:^|&)(?:x-)?(?:api[_-]?|access[_-]?|auth[_-]?)?(?:key|token)=" 1;
        "~*(?:^|&)(?:authorization|password|secret)=" 1;
        "~olk_" 1;
      }
      # Exact keys of a map ignore case, Ollama does not: no exact key may match an upper case path.
      map $raw_path $exact_path { default $raw_path; "~[A-Z]" ""; }
      """;

  private static final String UPGRADE = """

      # ---- only WebSocket may upgrade: h2c would tunnel past every check
      map $http_upgrade $upgrade { default ""; "~*^websocket$" websocket; }
      map $upgrade $upgrade_connection { default ""; websocket upgrade; }
      """;

  private static String cors(List<AllowedOrigin> origins) {
    var exact = origins.stream().map(origin -> "  \"%s\" $http_origin;\n".formatted(origin.text())).collect(Collectors.joining());
    return """

        # ---- CORS: exact origins, and the desktop clients that Ollama itself admits
        map $http_origin $cors_origin {
          default "";
          "~^(?:app|file|tauri|vscode-webview)://[!-~]*$" $http_origin;
          "~^https?://tauri\\.localhost$" $http_origin;
        """ + exact + """
        }
        # A page of another origin could ride on credentials that a browser remembers; the host itself may be any scheme.
        map "$cors_origin|$http_origin|$http_host" $origin_refused {
          default 1;
          "~^\\|\\|" 0;
          "~^[^|]" 0;
          "~^\\|https?://(?<same_host>[^|]+)\\|\\k<same_host>$" 0;
        }
        map "$cors_origin|$request_method|$http_access_control_request_method" $preflight {
          default "";
          "~^[^|]+\\|OPTIONS\\|[A-Z]+$" 1;
        }
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
        map $request_uri $log_path { default ""; "~^(?<printable_path>[^?#\\x00-\\x20\\x7f-\\xff]{0,1024})" $printable_path; }
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
