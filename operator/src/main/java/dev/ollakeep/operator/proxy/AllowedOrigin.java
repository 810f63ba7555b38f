package dev.ollakeep.operator.proxy;

import java.util.regex.Pattern;

/**
 * An origin whose pages may use the server: a scheme, a host, and a port unless it is the scheme's own.
 *
 * <p>The text is safe inside a quoted Nginx parameter: the pattern admits no quote, dollar, brace, backslash, space.
 */
public record AllowedOrigin(String text) implements Comparable<AllowedOrigin> {

  private static final Pattern CLOSED = Pattern.compile(
      "[a-z][a-z0-9+.-]*://(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\\[[0-9a-f:.]+])(?::[1-9][0-9]{0,4})?");
  private static final int MAX_LENGTH = 253;

  public AllowedOrigin {
    if (text == null || text.length() > MAX_LENGTH || !CLOSED.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "proxy.cors.allowedOrigins: \"" + text + "\" is no origin; write it as browsers send it, such as https://chat.example.com");
    }
  }

  @Override
  public int compareTo(AllowedOrigin other) {
    return text.compareTo(other.text);
  }
}
