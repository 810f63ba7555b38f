package dev.ollakeep.testing.ollama;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last requests of a server that may see millions under load. */
final class RequestRecord {

  private static final int MOST = 20_000;

  private final Deque<RecordedRequest> requests = new ArrayDeque<>();
  private long total;

  synchronized void add(RecordedRequest request) {
    total++;
    requests.addLast(request);
    if (requests.size() > MOST) {
      requests.removeFirst();
    }
  }

  synchronized void forget() {
    requests.clear();
  }

  synchronized List<RecordedRequest> list() {
    return List.copyOf(requests);
  }

  synchronized long total() {
    return total;
  }
}
