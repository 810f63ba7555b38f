package dev.ollakeep.operator.proxy.attack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads rows from a text resource; the format is described in {@code attack/README.md}.
 *
 * <p>A word it does not know is an error, so that a row never checks less than it says.
 */
final class AttackFile {

  private static final String ROW = "--- ";

  private AttackFile() {}

  static List<Attack> read(String name) {
    return blocks(name).stream().map(AttackFile::row).toList();
  }

  /** The lines of each row, the sentence first, without the empty lines that separate rows. */
  static List<List<String>> blocks(String name) {
    List<List<String>> blocks = new ArrayList<>();
    for (String line : lines(name)) {
      if (line.startsWith(ROW)) {
        blocks.add(new ArrayList<>(List.of(line.substring(ROW.length()))));
      } else if (!blocks.isEmpty()) {
        blocks.get(blocks.size() - 1).add(line);
      }
    }
    for (List<String> block : blocks) {
      while (block.get(block.size() - 1).isEmpty()) {
        block.remove(block.size() - 1);
      }
    }
    return blocks;
  }

  /** All lines but comments. */
  static List<String> lines(String name) {
    try (InputStream in = AttackFile.class.getResourceAsStream("/attack/" + name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\n")).filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Attack row(List<String> block) {
    Words words = Words.of(block.get(1));
    Attack.Says says = new Attack.Says(new ArrayList<>(), new ArrayList<>());
    int line = 2;
    for (; block.get(line).matches("[<>] .*"); line++) {
      (block.get(line).startsWith("<") ? says.answer() : says.upstream()).add(block.get(line).substring(2));
    }
    String request = request(block.subList(line, block.size()), words.as);
    Dialect dialect = words.dialect == null ? dialectOf(request) : words.dialect;
    return new Attack(block.get(0), words.port, request, new Attack.Outcome(words.answers, words.reached, dialect, says));
  }

  private static Dialect dialectOf(String request) {
    String[] words = request.split("[\r\n]", 2)[0].split(" ");
    return Dialect.of(words.length > 1 ? words[1] : "");
  }

  /** Lines end with CRLF unless they end with {@code \c}; an empty line follows the last one unless it does. */
  private static String request(List<String> lines, String as) {
    List<String> all = new ArrayList<>(lines);
    if (as != null) {
      all.addAll(1, List.of("Host: ollama.test", "Authorization: {basic " + as + "}"));
    }
    StringBuilder request = new StringBuilder();
    for (String line : all) {
      request.append(line.endsWith("\\c") ? line.substring(0, line.length() - 2) : line + "\r\n");
    }
    return all.get(all.size() - 1).endsWith("\\c") ? request.toString() : request + "\r\n";
  }

  /** The second line of a row. */
  private static final class Words {

    private static final Map<String, Integer> PORTS = Map.of("public", AttackedNginx.PUBLIC, "internal", AttackedNginx.INTERNAL);
    private List<String> answers = List.of();
    private int port = AttackedNginx.PUBLIC;
    private int reached = Attack.ONE_PER_SUCCESS;
    private String as;
    private Dialect dialect;

    private static int reached(String word) {
      return word.equals("remembered") ? Attack.REMEMBERED : Integer.parseInt(word);
    }

    private static Words of(String line) {
      Words words = new Words();
      Iterator<String> rest = Arrays.asList(line.split(" ")).iterator();
      words.answers = List.of(rest.next().split(","));
      while (rest.hasNext()) {
        switch (rest.next()) {
          case "as" -> words.as = rest.next();
          case "on" -> words.port = PORTS.get(rest.next());
          case "reached" -> words.reached = reached(rest.next());
          case "dialect" -> words.dialect = Dialect.valueOf(rest.next().toUpperCase(Locale.ROOT));
          default -> throw new IllegalArgumentException("unknown word in: " + line);
        }
      }
      return words;
    }
  }
}
