package dev.ollakeep.operator.proxy.nginx;

import dev.ollakeep.api.v1alpha1.Cors;
import dev.ollakeep.api.v1alpha1.ExtraRoute;
import dev.ollakeep.api.v1alpha1.HttpMethod;
import dev.ollakeep.api.v1alpha1.Limits;
import dev.ollakeep.api.v1alpha1.OllamaServerSpec;
import dev.ollakeep.api.v1alpha1.Proxy;
import dev.ollakeep.api.v1alpha1.Resources;
import dev.ollakeep.api.v1alpha1.Role;
import dev.ollakeep.api.v1alpha1.Timeouts;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Resources made of plausible values, now and then with a text in them that would mean something to Nginx. */
final class HostileResources {

  private static final int ONE_HOSTILE_IN = 14;
  private static final List<String> PIECES = List.of(
      "\n", "\r\n", ";", "{", "}", "$", "${", "$http_x", "\"", "'", "\\", "#", " ", "\t", "\0",
      "%00", "%2f", "..", "//", "/./", "é", "\u2028", "\uFF0F", "\u202E", "~", "~*^", "default", "hostnames", "volatile",
      "include /etc/passwd",
      "; return 200", "\" 1; default admin; \"", "} server { listen 1; }", "|", "?", "*", "(", "[", "A", "\uD83D\uDE00", "x".repeat(300));
  private static final List<String> ORIGINS = List.of("https://chat.example.com", "http://localhost:3000", "http://[::1]:80", "app2://a.b");
  private static final List<String> PATHS = List.of("/api/new", "/v2/models/next", "/api/a:b@c+d~e", "/x");
  private static final List<String> DURATIONS = List.of("5s", "1h30m", "90m", "250ms", "1.5h");
  private static final List<String> QUANTITIES = List.of("64Mi", "1", "1G", "1500m");

  /** Whole values that are wrong without holding anything hostile. */
  private static final List<String> WRONG = List.of("", "0", "-1", "3Ti", "1000h", "*", "null", "/", "/api/pull", "/api/user/keys", "/x/");

  private final Random random;

  HostileResources(Random random) {
    this.random = random;
  }

  OllamaServerSpec next() {
    var proxy = new Proxy(null, null,
        new Resources(null, Map.of("cpu", quantity(List.of("1", "500m", "12", "100")))),
        new Timeouts(text(DURATIONS), text(DURATIONS), text(DURATIONS)),
        new Limits(quantity(QUANTITIES), number(), number(), number(), number()),
        new Cors(some(() -> text(ORIGINS))),
        some(() -> new ExtraRoute(word(HttpMethod.values()), text(PATHS), word(Role.values()), random.nextInt(4) == 0)));
    return new OllamaServerSpec(
        null, text(DURATIONS), null, null, null, null, null, null, null, null, null, proxy, null, null, null, null, null);
  }

  private <T> List<T> some(Supplier<T> source) {
    return Stream.generate(source).limit(random.nextInt(3)).toList();
  }

  private int number() {
    return random.nextInt(60) == 0 ? random.nextInt() : 1 + random.nextInt(1000);
  }

  /** In two parts, since the constructor from one text would already refuse what a stored resource may hold. */
  private Quantity quantity(List<String> plausible) {
    return new Quantity(text(plausible), "");
  }

  private String text(List<String> plausible) {
    var text = pick(plausible);
    if (random.nextInt(ONE_HOSTILE_IN) != 0) {
      return text;
    }
    if (random.nextInt(4) == 0) {
      return pick(WRONG);
    }
    int at = random.nextInt(text.length() + 1);
    return text.substring(0, at) + pick(PIECES) + text.substring(at);
  }

  /** Rarely the last one, which stands for a word of a newer version. */
  private <T> T word(T[] words) {
    return words[random.nextInt(ONE_HOSTILE_IN) == 0 ? words.length - 1 : random.nextInt(words.length - 1)];
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
