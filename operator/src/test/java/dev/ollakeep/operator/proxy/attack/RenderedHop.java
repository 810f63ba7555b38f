package dev.ollakeep.operator.proxy.attack;

import dev.ollakeep.operator.proxy.ProxySettings;
import dev.ollakeep.operator.proxy.nginx.NginxConf;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The auth hop that a proxy runs, by the operator that rendered it: a reload can come before or after the volume's change. */
enum RenderedHop {
  /** It reads a user's hash and role from one file. */
  TODAY,
  /** It reads them from two, one after the other; its text is {@code former-layout/auth-hop.conf}. */
  FORMER;

  String render(ProxySettings settings) {
    String text = NginxConf.render(settings);
    if (this == TODAY) {
      return text;
    }
    int begin = text.indexOf("  # ---- the auth hop\n");
    int end = text.indexOf("  # ---- the public listener\n");
    if (begin < 0 || end < begin) {
      throw new IllegalStateException("the rendered configuration no longer says where its auth hop begins and ends");
    }
    return text.substring(0, begin) + former() + text.substring(end);
  }

  private static String former() {
    try (InputStream in = RenderedHop.class.getResourceAsStream("/former-layout/auth-hop.conf")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
