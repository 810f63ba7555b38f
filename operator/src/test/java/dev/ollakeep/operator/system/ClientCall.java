package dev.ollakeep.operator.system;

import dev.ollakeep.operator.proxy.attack.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/** One request as text; what it carries of a credential is in no message of an exception. */
public final class ClientCall {

  private final String text;

  private ClientCall(String text) {
    this.text = text;
  }

  public static ClientCall get(String path, String login) {
    return new ClientCall("GET " + path + " HTTP/1.1\r\nHost: test\r\nAuthorization: " + login + "\r\n\r\n");
  }

  /** Without a body, whatever the method. */
  static ClientCall bare(String method, String path, String login) {
    return new ClientCall(method + " " + path + " HTTP/1.1\r\nHost: test\r\nAuthorization: " + login + "\r\nContent-Length: 0\r\n\r\n");
  }

  public static ClientCall post(String path, String login, String body) {
    return new ClientCall("POST " + path + " HTTP/1.1\r\nHost: test\r\nAuthorization: " + login
        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
  }

  /** The body in two chunks, as clients send it that do not know its length. */
  public static ClientCall chunked(String path, String login, String body) {
    int half = body.length() / 2;
    return new ClientCall("POST " + path + " HTTP/1.1\r\nHost: test\r\nAuthorization: " + login
        + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        + chunk(body.substring(0, half)) + chunk(body.substring(half)) + "0\r\n\r\n");
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  public String text() {
    return text;
  }

  /** The status, on a connection of its own. */
  public int on(InetSocketAddress address) {
    try {
      return RawHttp.ask(address, text).status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return text.substring(0, text.indexOf("\r\n"));
  }
}
