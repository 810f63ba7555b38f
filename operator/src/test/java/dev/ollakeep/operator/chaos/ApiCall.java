package dev.ollakeep.operator.chaos;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;

/** One request of the operator to the API server. */
record ApiCall(String method, URI uri, byte[] body) {

  private static final Pattern NOT_COUNTED = Pattern.compile(".*/(selfsubjectaccessreviews|events|leases)(/.*)?");
  private static final Pattern SECRET = Pattern.compile(".*/secrets(/.*)?");

  static ApiCall of(HttpExchange exchange) throws IOException {
    return new ApiCall(exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestBody().readAllBytes());
  }

  /** Changes something that a later operator has to live with. */
  boolean isWrite() {
    return !method.equals("GET") && !NOT_COUNTED.matcher(uri.getPath()).matches();
  }

  boolean isWatch() {
    return method.equals("GET") && uri.getQuery() != null && uri.getQuery().contains("watch=true");
  }

  /** Asks for something, once. */
  boolean isRead() {
    return method.equals("GET") && !isWatch();
  }

  boolean isList() {
    return isRead() && uri.getPath().matches(".*/namespaces/[^/]+/[^/]+");
  }

  boolean writesSecret() {
    return isWrite() && SECRET.matcher(uri.getPath()).matches();
  }

  /** Carries a whole Secret. */
  boolean putsSecret() {
    return (method.equals("PUT") || method.equals("POST")) && SECRET.matcher(uri.getPath()).matches();
  }

  /** Short, and the same for every namespace. */
  @Override
  public String toString() {
    return method + " " + uri.getPath().replaceFirst(".*/namespaces/[^/]+/", "");
  }
}
