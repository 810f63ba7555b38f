package dev.ollakeep.testing.ollama;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One request as it arrived, byte for byte, so that a test can say what a proxy let through.
 *
 * @param method     as sent
 * @param target     the raw request target: path and query, undecoded
 * @param headers    raw header lines in the order of arrival, {@code Name: value}
 * @param bodyLength bytes of the body after de-chunking
 */
public record RecordedRequest(String method, String target, List<String> headers, long bodyLength) {

  public RecordedRequest {
    headers = List.copyOf(headers);
  }

  /** The raw target without its query. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** The value of the first header of this name, in any case. */
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /** The values of every header of this name, in any case. */
  public List<String> headers(String name) {
    String prefix = name.toLowerCase(Locale.ROOT) + ":";
    return headers.stream()
      .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
      .map(line -> line.substring(prefix.length()).strip())
      .toList();
  }
}
