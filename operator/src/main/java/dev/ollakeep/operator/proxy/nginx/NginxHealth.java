package dev.ollakeep.operator.proxy.nginx;

import dev.ollakeep.operator.proxy.ProxyContract;

/**
 * Whether Ollama answers, for the probes.
 *
 * <p>However many ask, Ollama is asked once in a second: one asks, the others wait for its verdict. A verdict must be an answer to be
 * remembered, also that nothing answers; hence a server of its own on a unix socket.
 */
final class NginxHealth {

  static final String LOCATION = """
      location = %1$s {
        if ($request_uri != %1$s) { return 400; }
        if ($http_upgrade != "") { return 400; }
        # Nginx remembers no answer to others.
        if ($request_method !~ "^(?:GET|HEAD|POST)$") { return 405; }
        proxy_pass http://health_hop/;
        proxy_method GET;
        proxy_pass_request_body off;
        proxy_pass_request_headers off;
        proxy_set_header Host health;
        proxy_set_header Connection "";
        proxy_set_header Content-Length "";
        proxy_buffering on;
        proxy_connect_timeout 1s;
        proxy_read_timeout 4s;
        proxy_cache health;
        proxy_cache_key $second;
        proxy_cache_methods GET HEAD POST;
        proxy_cache_valid any 5s;
        proxy_cache_lock on;
        proxy_cache_lock_timeout 4s;
        proxy_cache_lock_age 4s;
        proxy_ignore_headers Cache-Control Expires Set-Cookie Vary X-Accel-Expires;
        proxy_intercept_errors on;
        error_page 400 401 403 404 405 500 502 503 504 =503 /_error/503;
      }
      """.formatted(ProxyContract.READINESS);

  static final String SERVER = """

      # ---- whether Ollama answers
      proxy_cache_path %1$s/health levels=1 keys_zone=health:64k max_size=1m inactive=10s use_temp_path=off;
      map $msec $second { "~^(?<whole_second>[0-9]+)" $whole_second; }
      upstream health_hop {
        server unix:%1$s/health.sock;
        keepalive 4;
      }
      server {
        listen unix:%1$s/health.sock backlog=4096;
        location / {
          proxy_pass http://ollama/api/version;
          proxy_pass_request_headers off;
          proxy_set_header Host %2$s;
          proxy_set_header Connection "";
          proxy_buffering on;
          proxy_connect_timeout 1s;
          proxy_read_timeout 3s;
          proxy_intercept_errors on;
          error_page 400 401 403 404 405 500 502 503 504 =503 @down;
        }
        location @down { return 503 '{"error":"Ollama is not available"}'; }
      }
      """.formatted(ProxyContract.RUN_DIRECTORY, NginxUpstream.HOST);

  private NginxHealth() {}
}
