package dev.ollakeep.operator.proxy.attack;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the readable text of an attack into its bytes.
 *
 * <p>Escapes: {@code \r \n \t \s \0 \xNN \\}. Placeholders, innermost first: {@code {basic WHO}}, {@code {token WHO}},
 * {@code {secret WHO}}, {@code {name WHO}}, {@code {base64 TEXT}}, {@code {repeat N TEXT}}.
 */
record Spelling(Function<String, Login> who) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(basic|token|secret|name|base64|repeat) ([^{}]*)}");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-fA-F]{2}|[rnts0\\\\])");

  String bytes(String text) {
    String current = text;
    for (Matcher found = PLACEHOLDER.matcher(current); found.find(); found = PLACEHOLDER.matcher(current)) {
      String value = value(found.group(1), found.group(2));
      current = current.substring(0, found.start()) + value + current.substring(found.end());
    }
    return unescaped(current);
  }

  private String value(String kind, String argument) {
    return switch (kind) {
      case "basic" -> who.apply(argument).basic();
      case "token" -> who.apply(argument).token();
      case "secret" -> who.apply(argument).secret();
      case "name" -> who.apply(argument).name();
      case "base64" -> Login.base64(unescaped(argument));
      case "repeat" -> {
        String[] parts = argument.split(" ", 2);
        yield parts[1].repeat(Integer.parseInt(parts[0]));
      }
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static String unescaped(String text) {
    return ESCAPE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(character(found.group(1))));
  }

  private static String character(String escape) {
    return switch (escape) {
      case "r" -> "\r";
      case "n" -> "\n";
      case "t" -> "\t";
      case "s" -> " ";
      case "0" -> "\0";
      case "\\" -> "\\";
      default -> Character.toString((char) Integer.parseInt(escape.substring(1), 16));
    };
  }
}
