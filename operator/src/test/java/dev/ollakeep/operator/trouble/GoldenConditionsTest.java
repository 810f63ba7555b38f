package dev.ollakeep.operator.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.words.ConditionType;
import dev.ollakeep.operator.words.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page that lists every reason is written from the enum, and from the page that tells what to do about each. */
class GoldenConditionsTest {

  private static final Path FILE = Path.of("..", "docs", "conditions.md");
  private static final String PASSES = "[passes by itself](troubleshooting.md#what-passes-by-itself)";
  private static final String HEAD = """
      <!-- Written from Reason and docs/troubleshooting.md; rewrite with: make golden -->
      # Conditions and their reasons

      | condition | True means |
      |---|---|
      | `Ready` | clients can use the server as it was asked for; False with the reason of the first that fails |
      | `Available` | enough pods are ready |
      | `ProxyConfigured` | every pod runs the proxy configuration that follows from the resource |
      | `CredentialsReady` | every active user has a strong, published credential |
      | `CredentialsRotated` | no rotation is in flight, and no `requestId` waits for a person |
      | `SecurityVerified` | the operator has attacked the server without a credential, and was refused |
      | `ExposureReady` | the way to the server is open |
      | `CertificateReady` | clients get a valid certificate for the host; only with `spec.tls` |
      | `Altered` | the cluster's admission changes an object of the server; nobody has to act; only while that is so |
      | `Stalled` | a person must act; only while that is so |

      Several problems share one condition: the most urgent gives the reason, and the message names them all, ten at most. What stops the
      whole server comes first (`InvalidSpec`, `UnsupportedLayout`), then what leaves a user without a credential or without a new one
      (`NameConflict`, `ImmutableSecret`, `CredentialContention`, `SourceSecretMissing`, `SourceSecretNotLabelled`), then what keeps the
      last good one in use (`WeakPassword`), and at last what is tried again by itself (`NotObserved`).

      A rotation, or one user's weak password, never lowers `Ready`; an object by which others could get to the server does, while it is
      not as asked for: the proxies' ConfigMap, the Service, the NetworkPolicy. Reasons are never renamed; those after
      `ChangedAtAdmission` are reasons of events.

      | reason | meaning | what to do |
      |---|---|---|
      """;

  private final Page page = Page.read();

  @Test
  void everyReasonHasAMeaningAndARemedy() throws IOException {
    var text = HEAD + Arrays.stream(Reason.values()).map(this::row).collect(Collectors.joining());
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(FILE, text);
    }
    assertThat(FILE).as("%s is not what the reasons and %s say; rewrite it with: make golden", FILE, Page.FILE)
        .exists().hasContent(text);
  }

  @Test
  void everyConditionIsListed() {
    for (var type : ConditionType.values()) {
      assertThat(HEAD).contains("| `" + type.text() + "` |");
    }
  }

  private String row(Reason reason) {
    var links = page.sections().stream()
        .filter(section -> section.shown().matches("\\w+=\\w+ " + reason.text() + ": .*"))
        .map(section -> "[" + section.title() + "](troubleshooting.md#" + anchor(section.title()) + ")")
        .collect(Collectors.joining(", "));
    assertThat(!links.isEmpty() || page.passing().contains("`" + reason.text() + "`"))
        .as("%s tells what to do about %s, in a section or in the table at its end", Page.FILE, reason.text()).isTrue();
    return "| `" + reason.text() + "` | " + reason.meaning() + " | " + (links.isEmpty() ? PASSES : links) + " |\n";
  }

  /** As GitHub makes it of a heading. */
  private static String anchor(String title) {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
  }
}
