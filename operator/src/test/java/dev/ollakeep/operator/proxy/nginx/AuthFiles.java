package dev.ollakeep.operator.proxy.nginx;

import dev.ollakeep.testing.SaltedHash;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The content of an auth volume, as the operator writes it, for users whose secrets a test knows. */
final class AuthFiles {

  private final StringBuilder current = new StringBuilder();
  private final StringBuilder previous = new StringBuilder();
  private final StringBuilder operator = new StringBuilder();
  private final Map<String, String> files = new TreeMap<>(Map.of("revision", "1", "per-user-files", ""));

  AuthFiles user(String name, String role, String secret) {
    current.append(line(name, secret));
    files.put("role." + role + "." + name, line(name, secret));
    return this;
  }

  /** The secret of before, with the role that the user has by then, if any. */
  AuthFiles previous(String name, String secret) {
    previous.append(line(name, secret));
    List.copyOf(files.keySet()).stream().filter(file -> file.matches("role\\.[a-z]+\\." + name))
        .forEach(file -> files.put(file.replaceFirst("role", "previous"), line(name, secret)));
    return this;
  }

  AuthFiles operator(String secret) {
    operator.append(line("ollakeep", secret));
    return this;
  }

  AuthFiles revision(int revision) {
    files.put("revision", Integer.toString(revision));
    return this;
  }

  Map<String, String> files() {
    var all = new TreeMap<>(files);
    all.put("htpasswd", current.toString());
    all.put("htpasswd.previous", previous.toString());
    all.put("htpasswd.operator", operator.toString());
    return all;
  }

  static String basic(String name, String secret) {
    return "Basic " + Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8));
  }

  private static String line(String name, String secret) {
    var salt = ("salt-of-" + name + "-16-bytes").substring(0, 16).getBytes(StandardCharsets.UTF_8);
    return name + ":" + SaltedHash.of(secret, salt) + "\n";
  }
}
