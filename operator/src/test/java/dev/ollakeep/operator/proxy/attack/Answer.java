package dev.ollakeep.operator.proxy.attack;

import java.nio.charset.StandardCharsets;

/** One complete answer of the proxy; interim answers (1xx) never become one. */
public record Answer(Head head, byte[] body) {

  public int status() {
    return Integer.parseInt(head.startLine().split(" ")[1]);
  }

  /** Whether the connection may be used again. */
  public boolean keepsOpen() {
    return head.values("Connection").stream().noneMatch("close"::equalsIgnoreCase);
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return head.text() + text();
  }
}
