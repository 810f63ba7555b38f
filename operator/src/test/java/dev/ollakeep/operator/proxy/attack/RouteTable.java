package dev.ollakeep.operator.proxy.attack;

import java.util.List;

/** The route table {@code attack/routes.txt} multiplied by everybody who could ask: the tests' own copy of the catalogue. */
final class RouteTable {

  private static final List<String> CALLERS = List.of("viewer", "user", "modelmanager", "admin", "norole", "anonymous");

  private RouteTable() {}

  static List<Attack> attacks() {
    return AttackFile.lines("routes.txt").stream().map(line -> line.split(" "))
        .flatMap(words -> CALLERS.stream().map(caller -> attack(words[0] + " " + words[1], words[2], caller))).toList();
  }

  private static Attack attack(String route, String least, String caller) {
    boolean anonymous = caller.equals("anonymous");
    String refused = caller.equals("norole") ? Cast.NO_ROLE : "403";
    String status = anonymous ? "401" : allowed(least, caller) ? "200" : refused;
    String request = route + " HTTP/1.1\r\nHost: ollama.test\r\n"
        + (anonymous ? "" : "Authorization: {basic " + caller + "}\r\n")
        + (route.startsWith("POST ") ? "Content-Length: 2\r\n\r\n{}" : "\r\n");
    Dialect dialect = Dialect.of(route.substring(route.indexOf(' ') + 1));
    Attack.Outcome outcome = new Attack.Outcome(List.of(status), Attack.ONE_PER_SUCCESS, dialect, Attack.Says.NOTHING);
    return new Attack(caller + ": " + route + " is " + status, AttackedNginx.PUBLIC, request, outcome);
  }

  private static boolean allowed(String least, String caller) {
    return Cast.ROLES.contains(least) && Cast.ROLES.indexOf(caller) >= Cast.ROLES.indexOf(least);
  }
}
