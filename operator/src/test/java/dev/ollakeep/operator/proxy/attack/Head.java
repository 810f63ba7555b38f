package dev.ollakeep.operator.proxy.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The head of one HTTP/1 message exactly as it came over the wire, one char per byte; nothing in it was repaired. */
public record Head(String text) {

  public String startLine() {
    return text.substring(0, text.indexOf("\r\n"));
  }

  /** All values of a header in order of appearance; the name is compared without case. */
  public List<String> values(String name) {
    String prefix = name.toLowerCase(Locale.ROOT) + ":";
    List<String> values = new ArrayList<>();
    for (String line : headerLines()) {
      if (line.toLowerCase(Locale.ROOT).startsWith(prefix)) {
        values.add(line.substring(prefix.length()).strip());
      }
    }
    return values;
  }

  public Optional<String> value(String name) {
    return values(name).stream().findFirst();
  }

  public boolean has(String name) {
    return !values(name).isEmpty();
  }

  List<String> headerLines() {
    List<String> lines = List.of(text.split("\r\n"));
    return lines.subList(1, lines.size());
  }
}
