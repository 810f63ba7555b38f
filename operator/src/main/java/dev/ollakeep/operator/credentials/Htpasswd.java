package dev.ollakeep.operator.credentials;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An htpasswd file: one hash per user, sorted.
 *
 * <p>As in nginx, the first line of a user counts; lines that hold no hash of ours are dropped.
 */
final class Htpasswd {

  private final SortedMap<String, String> hashes;

  private Htpasswd(SortedMap<String, String> hashes) {
    this.hashes = hashes;
  }

  static Htpasswd of(SortedMap<String, String> hashes) {
    return new Htpasswd(new TreeMap<>(hashes));
  }

  static Htpasswd parse(String file) {
    var hashes = new TreeMap<String, String>();
    file.lines().forEach(line -> {
      var colon = line.indexOf(':');
      if (colon > 0 && SaltedSha1.wellFormed(line.substring(colon + 1))) {
        hashes.putIfAbsent(line.substring(0, colon), line.substring(colon + 1));
      }
    });
    return new Htpasswd(hashes);
  }

  /** Hash by user. */
  SortedMap<String, String> hashes() {
    return hashes;
  }

  String render() {
    var file = new StringBuilder();
    hashes.forEach((user, hash) -> file.append(user).append(':').append(hash).append('\n'));
    return file.toString();
  }
}
