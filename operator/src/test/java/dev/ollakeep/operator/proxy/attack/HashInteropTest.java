package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.credentials.HashedFile;
import dev.ollakeep.testing.RequiresNginx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two thousand secrets that Java hashed and a real Nginx verifies, each with its right and with a wrong last character. */
@RequiresNginx
class HashInteropTest {

  private static final int SECRETS = 2_000;
  private static final long SEED = 20_261_124;
  @RegisterExtension
  static final AttackRig RIG = new AttackRig(MatrixSettings.usual());

  @Test
  void nginxVerifiesWhatJavaHashed() throws IOException {
    Map<String, String> secrets = secrets();
    Map<String, String> files = new TreeMap<>(Layout.PER_USER.files(RIG.cast().accounts()));
    HashedFile.of(secrets, new Random(SEED)).lines().forEach(line ->
        files.put("role.viewer." + line.substring(0, line.indexOf(':')), line + "\n"));
    RIG.publishFiles(files);

    List<String> differences = new ArrayList<>();
    try (RawHttp client = new RawHttp(RIG.open())) {
      for (Map.Entry<String, String> entry : secrets.entrySet()) {
        compare(client, new Login(entry.getKey(), entry.getValue()), 200, differences);
        compare(client, new Login(entry.getKey(), withAnotherEnd(entry.getValue())), 401, differences);
      }
    }

    assertThat(secrets).hasSize(SECRETS);
    assertThat(differences).as("seed %d", SEED).isEmpty();
  }

  private static void compare(RawHttp client, Login login, int expected, List<String> differences) throws IOException {
    client.send(AttackRig.request("GET /api/tags", login));
    int status = client.answer(false).status();
    if (status != expected) {
      differences.add(login.name() + ": " + status + " instead of " + expected);
    }
  }

  /** Half of them as the operator draws them, half as a person may supply them: 16 to 128 printable characters. */
  private static Map<String, String> secrets() {
    Random random = new Random(SEED);
    Map<String, String> secrets = new TreeMap<>();
    for (int i = 0; i < SECRETS / 2; i++) {
      secrets.put("generated-" + i, HashedFile.generatedSecret(SEED + i, "generated-" + i));
      StringBuilder supplied = new StringBuilder();
      for (int length = random.nextInt(16, 129); length > 0; length--) {
        supplied.append((char) random.nextInt(' ', '~' + 1));
      }
      secrets.put("supplied-" + i, supplied.toString());
    }
    return secrets;
  }

  private static String withAnotherEnd(String secret) {
    int last = secret.length() - 1;
    return secret.substring(0, last) + (secret.charAt(last) == 'x' ? 'y' : 'x');
  }
}
