package dev.ollakeep.operator.proxy.nginx;

import dev.ollakeep.operator.proxy.SelfAttack;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Every error of the proxy's own, as JSON in the client's dialect: Ollama's clients and chat front ends break on HTML.
 *
 * <p>The pages are plain internal locations: an error raised while the request is parsed has no URI yet, and a named
 * location would turn it into 500.
 */
final class NginxErrors {

  /**
   * One status.
   *
   * @param message without quotes and backslashes; Nginx variables are filled in
   * @param anthropic error type under {@code /v1/messages}
   * @param openAi error type and, after a slash, code under the rest of {@code /v1/}
   */
  private record Answer(int status, String message, String anthropic, String openAi) {

    /** Clients know no 494. */
    int shown() {
      return status == OVERSIZED ? 400 : status;
    }
  }

  private static final int OVERSIZED = 494;

  private static final String INVALID = "invalid_request_error";
  private static final List<Answer> ANSWERS = List.of(
      new Answer(400, "$malformed", INVALID, INVALID),
      new Answer(401, SelfAttack.REFUSAL + ": send Basic credentials, or the API key as Bearer or x-api-key",
          "authentication_error", INVALID + "/invalid_api_key"),
      new Answer(403, "$forbidden", "permission_error", INVALID + "/forbidden"),
      new Answer(404, "not found", "not_found_error", INVALID + "/not_found"),
      new Answer(405, "method not allowed", INVALID, INVALID + "/method_not_allowed"),
      new Answer(408, "the request did not arrive in time", INVALID, INVALID),
      new Answer(413, "the request body is too large", "request_too_large", INVALID + "/request_too_large"),
      new Answer(414, "the URI is too long", INVALID, INVALID),
      new Answer(429, "too many requests: wait, or let running generations finish", "rate_limit_error", "requests/rate_limit_exceeded"),
      new Answer(OVERSIZED, "a header line has more than 4 KiB, or all together more than 16", INVALID, INVALID),
      new Answer(500, "the proxy failed", "api_error", "server_error"),
      new Answer(501, "not implemented", INVALID, INVALID),
      new Answer(502, "Ollama is not reachable", "api_error", "server_error"),
      new Answer(503, "Ollama is not available", "overloaded_error", "server_error"),
      new Answer(504, "Ollama did not answer in time", "timeout_error", "server_error"),
      new Answer(505, "this HTTP version is not supported", INVALID, INVALID));

  private NginxErrors() {}

  static String maps() {
    return """

        # ---- errors in the client's dialect
        map $request_uri $dialect { default ollama; "~^/v1/messages(?:[/?]|$)" anthropic; "~^/v1/" openai; }
        map $query $malformed {
          default "the request is malformed, or its path is not canonical";
          malformed "the query is malformed: send plain names and values between &, with percent escapes only where they are needed";
          key "a key does not belong in a query, which ends in logs: send it as Basic or Bearer credentials, or as x-api-key";
        }
        map $allowed $denied {
          default "the role $auth_role may not $method $raw_path";
          1 "no WebSocket may be opened here; an entry of spec.proxy.extraRoutes with webSocket: true allows it for one route";
        }
        map "$origin_refused $auth_role" $forbidden {
          default $denied;
          "0 " "this user has no role";
          "~^1" "this origin is not allowed; spec.proxy.cors.allowedOrigins lists those that are";
        }
        # Only for answers of the proxy's own: those of Ollama carry their own headers.
        map "$status|$upstream_status" $challenge { default ""; "401|" 'Basic realm="Ollama", charset="UTF-8"'; }
        map "$status|$upstream_status" $retry_after { default ""; "429|" 1; }
        """
        + ANSWERS.stream().map(NginxErrors::map).collect(Collectors.joining());
  }

  /**
   * What refusals may hold and cost.
   *
   * <p>Of answers that nobody takes each worker holds so many and no more, and a client that asks only to be refused has its connection
   * ended before others wait for it. The number of the worker is in the keys, since one that is killed never counts down again.
   */
  static String limits() {
    return """

        # ---- refusals: bounded, since no credential is needed to get one; each user who was let in has bounds of his own
        map $auth_user $refused { default "$pid $auth_user"; "" $pid; }
        limit_conn_zone $refused zone=refusals_held:1m;
        limit_req_zone $refused zone=refusals:1m rate=5000r/s;
        """;
  }

  /**
   * The error pages of a server, to which all its locations lead.
   *
   * <p>None has a body limit: the limit of the server would turn the refusal of an upload into "too large".
   */
  static String pages() {
    return """
        # 494 is an oversized header, 497 plain HTTP on a TLS port.
        error_page 494 =400 /_error/494;
        error_page 497 /_error/400;
        """
        + ANSWERS.stream().filter(answer -> answer.status() != OVERSIZED)
            .map(answer -> "error_page %1$d /_error/%1$d;\n".formatted(answer.status())).collect(Collectors.joining())
        + """
        location ~ "^/_error/(?<error>[0-9]{3})$" {
          internal;
          client_max_body_size 0;
          # 444 ends the connection, or the stream, without an answer.
          limit_conn refusals_held 256;
          limit_conn_status 444;
          limit_req zone=refusals burst=6000 nodelay;
          limit_req_status 444;
          try_files /none @answer_$error;
        }
        """
        + ANSWERS.stream().map(answer -> """
            location @answer_%1$d {
              client_max_body_size 0;
              send_timeout 5s;
              lingering_time 5s;
              lingering_timeout 2s;
              return %2$d $answer_%1$d;
            }
            """.formatted(answer.status(), answer.shown())).collect(Collectors.joining());
  }

  private static String map(Answer answer) {
    var type = answer.openAi().split("/");
    var code = type.length == 1 ? "null" : "\"" + type[1] + "\"";
    return """
        map $dialect $answer_%1$d {
          default '{"error":"%2$s"}';
          anthropic '{"type":"error","error":{"type":"%3$s","message":"%2$s"}}';
          openai '{"error":{"message":"%2$s","type":"%4$s","param":null,"code":%5$s}}';
        }
        """.formatted(answer.status(), answer.message(), answer.anthropic(), type[0], code);
  }
}
