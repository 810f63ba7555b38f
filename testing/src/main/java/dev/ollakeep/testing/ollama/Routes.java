package dev.ollakeep.testing.ollama;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;

/**
 * The route table of Ollama 0.34.2.
 *
 * <p>It matches the <em>decoded</em> path: {@code /api/%76ersion} is {@code /api/version}. A proxy whose rules look at anything else
 * than these bytes has a hole, and this table makes the hole visible.
 */
final class Routes {

  private final List<Route> routes = new ArrayList<>();

  /** Adds a route; a segment that starts with a colon matches any one segment, a last one that starts with a star all that follow. */
  Routes on(String methods, String path, Handler handler) {
    for (String method : methods.split(" ")) {
      routes.add(new Route(method, List.of(path.split("/", -1)), handler));
    }
    return this;
  }

  /** What this method and raw target lead to. */
  Match find(String method, String target) {
    String path = decoded(target);
    String clean = cleaned(path);
    if (!clean.equals(path)) {
      return new Match.Moved(307, clean);
    }
    List<Route> samePath = at(path);
    for (Route route : samePath) {
      if (route.method().equals(method)) {
        return new Match.Found(route.handler(), route.parameter(path));
      }
    }
    String otherSlash = path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/";
    if (!path.equals("/") && at(otherSlash).stream().anyMatch(route -> route.method().equals(method))) {
      return new Match.Moved(method.equals("GET") ? 301 : 307, otherSlash);
    }
    if (samePath.isEmpty()) {
      return new Match.Unknown();
    }
    TreeSet<String> allowed = new TreeSet<>();
    samePath.forEach(route -> allowed.add(route.method()));
    return new Match.OtherMethod(String.join(", ", allowed));
  }

  private List<Route> at(String path) {
    List<String> segments = List.of(path.split("/", -1));
    return routes.stream().filter(route -> route.matches(segments)).toList();
  }

  private static String decoded(String target) {
    int query = target.indexOf('?');
    String raw = query < 0 ? target : target.substring(0, query);
    try {
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return raw;
    }
  }

  private static String cleaned(String path) {
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : path.split("/")) {
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    String joined = "/" + String.join("/", segments);
    return path.endsWith("/") && !joined.equals("/") ? joined + "/" : joined;
  }

  /** Answers one request. */
  @FunctionalInterface
  interface Handler {
    void answer(Exchange exchange) throws IOException;
  }

  /** The outcome of a look-up. */
  sealed interface Match {
    /** A handler, with what the path has in the place of the route's last segment. */
    record Found(Handler handler, String parameter) implements Match { }

    /** The path exists in a cleaner spelling. */
    record Moved(int status, String location) implements Match { }

    /** The path exists for other methods. */
    record OtherMethod(String allow) implements Match { }

    /** There is no such path. */
    record Unknown() implements Match { }
  }

  private record Route(String method, List<String> segments, Handler handler) {
    boolean matches(List<String> path) {
      boolean open = segments.get(segments.size() - 1).startsWith("*");
      if (open ? path.size() < segments.size() : path.size() != segments.size()) {
        return false;
      }
      for (int i = 0; i < segments.size(); i++) {
        boolean parameter = segments.get(i).startsWith("*") || segments.get(i).startsWith(":") && !path.get(i).isEmpty();
        if (!parameter && !segments.get(i).equals(path.get(i))) {
          return false;
        }
      }
      return true;
    }

    String parameter(String path) {
      return path.split("/", segments.size())[segments.size() - 1];
    }
  }
}
