package dev.ollakeep.operator.credentials;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the proxies know at every request: salted hashes and roles, nothing else; {@link AuthFiles} lays it out as files.
 *
 * <p>Its revision strictly grows. Beside it stands the revision that last changed each user, so that one user's rotation need not
 * wait for another's.
 *
 * @param entries what is known of each user, by name
 * @param revisions the revision that last changed a user; a user that is missing has not changed since {@code revision}
 * @param revision the revision of the whole; 0 before there is one
 */
record ProxyAuth(SortedMap<String, AuthEntry> entries, SortedMap<String, Long> revisions, long revision) {

  static ProxyAuth empty() {
    return new ProxyAuth(new TreeMap<>(), new TreeMap<>(), 0);
  }

  AuthEntry entry(String user) {
    return entries.getOrDefault(user, AuthEntry.NONE);
  }

  /** What a pod must have reached to know this user as it is now. */
  long revisionOf(String user) {
    return revisions.getOrDefault(user, revision);
  }

  /** The same with other entries, under a new revision; users that change are marked with it. */
  ProxyAuth with(SortedMap<String, AuthEntry> next, long nextRevision) {
    // Whoever was shut out keeps the mark of that: to be out is proven once, whatever others do afterwards.
    var marks = new TreeMap<>(revisions);
    var users = new TreeSet<>(next.keySet());
    users.addAll(entries.keySet());
    for (var user : users) {
      var same = entry(user).equals(next.getOrDefault(user, AuthEntry.NONE));
      marks.put(user, same ? revisionOf(user) : nextRevision);
    }
    return new ProxyAuth(next, marks, nextRevision);
  }

  /** The same without the marks of users whom nobody knows any more. */
  ProxyAuth marking(Set<String> users) {
    var marks = new TreeMap<>(revisions);
    marks.keySet().retainAll(users);
    return new ProxyAuth(entries, marks, revision);
  }
}
