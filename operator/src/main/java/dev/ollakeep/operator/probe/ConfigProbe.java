package dev.ollakeep.operator.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ollakeep.operator.memory.RecentMemory;
import dev.ollakeep.operator.observed.PodSeen.ConfigAnswer;
import dev.ollakeep.operator.probe.PodConnection.Answer;
import dev.ollakeep.operator.proxy.ProxyContract;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which configuration does a pod's proxy run, and did it refuse another one? */
final class ConfigProbe {

  private static final Question QUESTION = new Question.Internal(ProxyContract.CONFIGURATION_VERSIONS);
  private static final Pattern LIVE = Pattern.compile("[0-9a-z]{1,64}");
  private static final Pattern REJECTED = Pattern.compile("[0-9a-z]{0,64}");

  private final RecentMemory<String, ConfigAnswer.Versions> configs;

  ConfigProbe(int podsRemembered) {
    this.configs = new RecentMemory<>(podsRemembered);
  }

  ConfigAnswer of(PodConnection connection, String uid, String wanted) {
    var known = configs.get(uid).filter(it -> it.live().equals(wanted) && it.rejected().isEmpty());
    if (known.isPresent()) {
      return known.get();
    }
    var answer = now(connection);
    if (answer instanceof ConfigAnswer.Versions told) {
      configs.put(uid, told);
    }
    return answer;
  }

  /** Whoever is there now, whatever is remembered. */
  static ConfigAnswer now(PodConnection connection) {
    var answer = connection.ask(QUESTION);
    var told = answer instanceof Answer.Http http && http.ok()
        ? JsonText.parse(http.body()).flatMap(ConfigProbe::versions)
        : Optional.<ConfigAnswer>empty();
    return told.orElseGet(() -> new ConfigAnswer.Silent(answer.why()));
  }

  /** Other programs answer in JSON, too. */
  private static Optional<ConfigAnswer> versions(JsonNode json) {
    var live = json.path("live").asText();
    var rejected = json.path("rejected");
    return LIVE.matcher(live).matches() && rejected.isTextual() && REJECTED.matcher(rejected.asText()).matches()
        ? Optional.of(new ConfigAnswer.Versions(live, rejected.asText()))
        : Optional.empty();
  }
}
