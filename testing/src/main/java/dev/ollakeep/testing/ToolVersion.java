package dev.ollakeep.testing;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of a tool, ordered by number: {@code 1.9} is older than {@code 1.31}, which sorting as text gets wrong. */
public record ToolVersion(int major, int minor, int patch) implements Comparable<ToolVersion> {
  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?");
  private static final Comparator<ToolVersion> ORDER = Comparator.comparingInt(ToolVersion::major)
      .thenComparingInt(ToolVersion::minor)
      .thenComparingInt(ToolVersion::patch);

  /** The first version number in a text such as {@code nginx version: nginx/1.31.3} or {@code v1.36.3}. */
  public static Optional<ToolVersion> in(String text) {
    Matcher matcher = NUMBERS.matcher(text);
    return matcher.find() ? Optional.of(of(matcher)) : Optional.empty();
  }

  private static ToolVersion of(Matcher matcher) {
    int patch = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    return new ToolVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), patch);
  }

  public boolean atLeast(ToolVersion other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(ToolVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
