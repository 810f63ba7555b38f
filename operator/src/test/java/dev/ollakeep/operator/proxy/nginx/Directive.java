package dev.ollakeep.operator.proxy.nginx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One directive of an Nginx configuration with what is nested in it, read as Nginx reads it.
 *
 * @see <a href="https://github.com/nginx/nginx/blob/master/src/core/ngx_conf_file.c">ngx_conf_read_token</a>
 */
record Directive(List<String> words, List<Directive> children) {

  static Directive parse(String text) {
    return new Reader(text).read();
  }

  String name() {
    return words.get(0);
  }

  private static final class Reader {
    private final String text;
    private final Deque<Directive> open = new ArrayDeque<>();
    private List<String> words = new ArrayList<>();
    private int at;

    Reader(String text) {
      this.text = text;
    }

    Directive read() {
      open.push(new Directive(List.of("(file)"), new ArrayList<>()));
      while (at < text.length()) {
        step(text.charAt(at));
      }
      if (open.size() != 1 || !words.isEmpty()) {
        throw new IllegalArgumentException("unexpected end of the configuration");
      }
      return open.pop();
    }

    private void step(char next) {
      switch (next) {
        case ' ', '\t', '\n', '\r' -> at++;
        case '#' -> at = endOfLine();
        case ';' -> finish(false);
        case '{' -> finish(true);
        case '}' -> close();
        case '"', '\'' -> words.add(quoted(next));
        default -> words.add(plain());
      }
    }

    private void finish(boolean block) {
      if (words.isEmpty()) {
        throw new IllegalArgumentException("a directive without a name at " + at);
      }
      var directive = new Directive(List.copyOf(words), new ArrayList<>());
      open.peek().children().add(directive);
      if (block) {
        open.push(directive);
      }
      words = new ArrayList<>();
      at++;
    }

    private void close() {
      if (!words.isEmpty() || open.size() == 1) {
        throw new IllegalArgumentException("unexpected } at " + at);
      }
      open.pop();
      at++;
    }

    private int endOfLine() {
      int end = text.indexOf('\n', at);
      return end < 0 ? text.length() : end;
    }

    private String quoted(char quote) {
      var word = new StringBuilder();
      for (at++; text.charAt(at) != quote; at++) {
        if (text.charAt(at) == '\\') {
          word.append(text.charAt(at++));
        }
        word.append(text.charAt(at));
      }
      at++;
      if (" \t\n\r;{)".indexOf(text.charAt(at)) < 0) {
        throw new IllegalArgumentException("text right behind a quote at " + at);
      }
      return word.toString();
    }

    /** A brace right behind a dollar belongs to the word. */
    private String plain() {
      var word = new StringBuilder();
      while (" \t\n\r;".indexOf(text.charAt(at)) < 0
          && !(text.charAt(at) == '{' && (word.isEmpty() || word.charAt(word.length() - 1) != '$'))) {
        if (text.charAt(at) == '\\') {
          word.append(text.charAt(at++));
        }
        word.append(text.charAt(at++));
      }
      return word.toString();
    }
  }
}
