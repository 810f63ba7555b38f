package dev.ollakeep.operator.chaos;

import dev.ollakeep.testing.SaltedHash;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What must hold for every user, as the person who edits the resource knows it, and what was found not to hold. */
final class Ledger {

  private static final String EVERYBODY = "";
  private static final String LEAKS = "7";

  private final Map<String, Duration> graces = new ConcurrentHashMap<>();
  private final Set<String> released = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();
  private final Map<String, List<String>> published = new TreeMap<>();
  private volatile String server = "";

  /** The user has been suspended, removed or locked out: nothing is promised any more. */
  void release(String... users) {
    released.addAll(List.of(users));
  }

  /** The user has been let in again; promises begin with the first hash that the proxies know. */
  void bind(String... users) {
    List.of(users).forEach(released::remove);
  }

  boolean promises(String user) {
    return !released.contains(user);
  }

  /** Promises are this server's. */
  void serverIs(String uid) {
    server = uid;
  }

  /** The server is deleted: what an operator that has not heard of it yet still makes is garbage, and may only not leak. */
  void serverGone() {
    server = "";
  }

  /** Made for the server that there is, not for one of the same name before it. */
  boolean concerns(Secret secret) {
    return secret.getMetadata().getOwnerReferences().stream().anyMatch(owner -> owner.getUid().equals(server));
  }

  void broken(String invariant, String what) {
    if (!server.isEmpty() || invariant.equals(LEAKS)) {
      broken.add(invariant + ": " + what);
    }
  }

  /** Every promise that was broken since the last look. */
  List<String> takeBroken() {
    var all = new ArrayList<>(broken);
    broken.clear();
    return all;
  }

  /** A password that clients could read. */
  synchronized void published(String user, String password) {
    var known = published.computeIfAbsent(user, any -> new ArrayList<>());
    if (!known.contains(password)) {
      known.add(password);
    }
  }

  /** Somebody may log in with the password whose hash this is. */
  synchronized boolean wasPublished(String user, String hash) {
    return published.getOrDefault(user, List.of()).stream().anyMatch(password -> SaltedHash.verifies(hash, password));
  }

  synchronized List<String> passwords() {
    return published.values().stream().flatMap(List::stream).distinct().toList();
  }

  /** Of the server, and so of every user. */
  void grace(Duration time) {
    graces.clear();
    graces.put(EVERYBODY, time);
  }

  /** Of one user, whatever the server says. */
  void grace(String user, Duration time) {
    graces.put(user, time);
  }

  Duration grace(String user) {
    return graces.getOrDefault(user, graces.getOrDefault(EVERYBODY, Duration.ofHours(24)));
  }
}
