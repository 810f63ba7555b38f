package dev.ollakeep.operator.proxy.nginx;

import dev.ollakeep.operator.proxy.OpenedRoute;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which requests may become a tunnel: only those for opened routes that ask for it.
 *
 * <p>Nginx tunnels when the client sent {@code Upgrade} and the upstream answers 101, whatever was sent on; so a request for a
 * WebSocket that may not have one must not reach the upstream at all.
 */
final class NginxWebSocket {

  private NginxWebSocket() {}

  static String render(List<OpenedRoute> opened) {
    return """

        # ---- WebSocket: a tunnel past every check, only where an opened route asks for it; other upgrades such as h2c are not passed on
        map "$request_method $exact_path" $websocket_route {
          default 0;
        """ + routes(opened) + """
        }
        map "$websocket_route $server_protocol $http_upgrade" $upgrade { default ""; "~*^1 HTTP/1\\.1 websocket$" websocket; }
        map $upgrade $upgrade_connection { default ""; websocket upgrade; }
        map $http_upgrade $websocket_asked { default 0; "~*websocket" 1; }
        map $upgrade $websocket_refused { default 0; "" $websocket_asked; }
        """;
  }

  private static String routes(List<OpenedRoute> opened) {
    return opened.stream().filter(OpenedRoute::webSocket).map(route -> "  \"%s\" 1;\n".formatted(route.key()))
        .collect(Collectors.joining());
  }
}
