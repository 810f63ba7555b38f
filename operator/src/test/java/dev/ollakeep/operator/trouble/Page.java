package dev.ollakeep.operator.trouble;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page as a person reads it: sections, what each says is shown, and the commands that help.
 *
 * @param overview the command that shows all conditions at once
 * @param sections in their order
 * @param passing the table of reasons that need nobody
 */
record Page(String overview, List<Section> sections, String passing) {

  static final Path FILE = Path.of("..", "docs", "troubleshooting.md");

  private static final String PASSING = "## What passes by itself";
  private static final Pattern HEADING = Pattern.compile("(?m)^### ");

  /**
   * One situation.
   *
   * @param title its heading
   * @param shown the quoted line, without marks of markdown
   * @param commands the indented lines after it, as a shell takes them
   */
  record Section(String title, String shown, String commands) {

    /** Whether a line of output is the quoted one, where … stands for anything. */
    boolean matches(String line) {
      var parts = Pattern.compile("…").splitAsStream(shown + " ").map(String::strip).map(Pattern::quote);
      return Pattern.compile(parts.collect(Collectors.joining(".*")), Pattern.DOTALL).matcher(line.strip()).matches();
    }

    /** Type, status and reason of the quoted condition; empty when it is something else that is shown. */
    Optional<String> condition() {
      return Optional.of(shown.replaceFirst(": .*", "")).filter(text -> text.matches("\\w+=\\w+ \\w+"));
    }

    @Override
    public String toString() {
      return title;
    }
  }

  static Page read() {
    try {
      var text = Files.readString(FILE);
      var parts = HEADING.split(text);
      var sections = List.of(parts).subList(1, parts.length).stream().map(Page::parse).toList();
      return new Page(indented(parts[0]), sections, text.substring(text.indexOf(PASSING)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Section section(String title) {
    return sections.stream().filter(section -> section.title().equals(title)).findFirst()
        .orElseThrow(() -> new AssertionError(FILE + " has no section \"" + title + "\""));
  }

  private static Section parse(String text) {
    var body = text.split("(?m)^## ")[0];
    var title = body.lines().findFirst().orElseThrow().strip();
    var shown = body.lines().filter(line -> line.startsWith("> "))
        .map(line -> line.substring(2).replace("`", "")).collect(Collectors.joining(" "));
    return new Section(title, shown, indented(body));
  }

  private static String indented(String text) {
    var commands = new ArrayList<String>();
    text.lines().filter(line -> line.startsWith("    ")).map(line -> line.substring(4)).forEach(commands::add);
    return String.join("\n", commands);
  }
}
