package dev.ollakeep.operator.plan;

import dev.ollakeep.api.rules.GoDuration;
import dev.ollakeep.api.rules.Patterns;
import dev.ollakeep.api.v1alpha1.CertManager;
import dev.ollakeep.api.v1alpha1.EnvironmentVariable;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.Resources;
import dev.ollakeep.api.v1alpha1.Tls;
import dev.ollakeep.operator.proxy.ProxySettings;
import dev.ollakeep.operator.resources.CanonicalQuantity;
import dev.ollakeep.operator.words.NameList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds what a resource says and this version does not understand, such as a field or a value that a newer version knows.
 *
 * <p>Such a resource changes nothing, except that it shuts users out: no default is good enough for a word about security.
 */
final class Unreadable {

  private static final Pattern VARIABLE = Pattern.compile(Patterns.ENVIRONMENT_NAME);

  private Unreadable() {}

  /** Fields and words that this version has no name for, at any depth; empty when it knows them all. */
  static Optional<String> unknown(OllamaServer server) {
    var fields = told(server.unknownFields().paths(), " is a field", " are fields");
    var words = told(UnknownWords.in(server.getSpec()), " has a value", " have values");
    var all = Stream.of(fields, words).flatMap(Optional::stream).collect(Collectors.joining("; "));
    return Optional.of(all).filter(text -> !text.isEmpty());
  }

  /**
   * Who the users are and who may log in is understood, as far as fields go.
   *
   * <p>A user could come from a field that is not known, and would be taken for removed.
   */
  static boolean knowsUsers(OllamaServer server) {
    return server.unknownFields().paths().stream().noneMatch(
        path -> path.equals("spec.auth") || path.startsWith("spec.auth.") && !path.startsWith("spec.auth.rotation."));
  }

  /** The first value that is not understood although it is of the right kind, credentials aside. */
  static Optional<String> value(OllamaServer server) {
    var spec = server.getSpec();
    return refused("spec.drainTimeout", spec.drainTimeout(), GoDuration::parse)
        .or(() -> refused("spec.storage.size", spec.storage().size(), CanonicalQuantity::of))
        .or(() -> refused("spec.resources", spec.resources(), Unreadable::quantities))
        .or(() -> refused("spec.proxy.resources", spec.proxy().resources(), Unreadable::quantities))
        .or(() -> spec.tlsIfAny().flatMap(Tls::issued).flatMap(Unreadable::lifetimes))
        .or(() -> refused("spec.proxy", spec, ProxySettings::of))
        .or(() -> variable(spec.env()));
  }

  /** An older schema took more of them, such as those that name a library to load. */
  private static Optional<String> variable(List<EnvironmentVariable> env) {
    return env.stream()
        .map(EnvironmentVariable::name)
        .filter(name -> !VARIABLE.matcher(name).matches())
        .findFirst()
        .map(name -> "spec.env[" + name + "] is not a variable that a resource may set (an image named in spec.image may)");
  }

  private static Optional<String> told(List<String> paths, String isOne, String areMany) {
    return paths.isEmpty() ? Optional.empty() : Optional.of(
        NameList.of(paths) + (paths.size() == 1 ? isOne : areMany) + " that this version of the operator does not know");
  }

  private static Optional<String> lifetimes(CertManager asked) {
    return refused("spec.tls.certManager.duration", asked.duration(), Unreadable::parseIfSet)
        .or(() -> refused("spec.tls.certManager.renewBefore", asked.renewBefore(), Unreadable::parseIfSet));
  }

  private static void quantities(Resources asked) {
    CanonicalQuantity.of(asked.requests());
    CanonicalQuantity.of(asked.limits());
  }

  private static void parseIfSet(String duration) {
    if (duration != null) {
      GoDuration.parse(duration);
    }
  }

  private static <T> Optional<String> refused(String field, T value, Consumer<T> reader) {
    try {
      reader.accept(value);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(field + ": " + e.getMessage());
    }
  }
}
