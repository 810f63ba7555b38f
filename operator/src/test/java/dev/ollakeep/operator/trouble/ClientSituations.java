package dev.ollakeep.operator.trouble;

import java.util.List;

/** What clients are answered when they are refused. */
final class ClientSituations {

  private static final String SPEC = """
      storage: {type: Ephemeral}
      auth: {users: [{name: alice, role: User}]}
      """;
  private static final String BLOCKING = """
      {"model":"tiny","prompt":"count ~","options":{"fake_block":true,"fake_delay_ms":50}}""";
  private static final String OK = "HTTP 200";
  private static final String ORIGIN = "https://chat.example.com";
  private static final String LARGE = "{\"model\":\"tiny\",\"stream\":false,\"prompt\":\"" + "x".repeat(4000) + "\"}";

  private ClientSituations() {}

  static List<BrokenSituation> all() {
    return List.of(wrongSecret(), role(), origin(), tooLarge(), tooMany(), noAnswer(),
        BrokenSituation.of("Everybody is refused: lockdown", place -> {
          place.readyServer(SPEC);
          place.edit("{\"auth\":{\"lockdown\":true}}");
        }),
        BrokenSituation.of("Everybody is refused: no active user", place -> place.server("""
            storage: {type: Ephemeral}
            auth: {users: [{name: alice, role: User, expiresAt: "2020-01-01T00:00:00Z"}]}
            """)));
  }

  private static BrokenSituation wrongSecret() {
    return BrokenSituation.toClients("401: the secret is not accepted",
        place -> place.readyServer(SPEC),
        place -> ReportingClient.withKey(place, "olk_b2xkOnNlY3JldA").get("/api/tags"),
        (place, key) -> ReportingClient.withKey(place, key).get("/api/tags").equals(OK));
  }

  private static BrokenSituation role() {
    return BrokenSituation.toClients("403: the role does not permit it",
        place -> place.readyServer(SPEC),
        ClientSituations::pull,
        (place, output) -> pull(place).equals(OK));
  }

  private static String pull(Place place) throws Exception {
    return ReportingClient.alice(place).post("/api/pull", "{\"model\":\"tiny\",\"stream\":false}");
  }

  private static BrokenSituation origin() {
    return BrokenSituation.toClients("403: a page in a browser is refused",
        place -> place.readyServer(SPEC),
        place -> ReportingClient.alice(place).from(ORIGIN).get("/api/tags"),
        (place, output) -> ReportingClient.alice(place).from(ORIGIN).get("/api/tags").equals(OK));
  }

  private static BrokenSituation tooLarge() {
    return BrokenSituation.toClients("413: an upload is too large",
        place -> place.readyServer(SPEC + "proxy: {limits: {bodySize: 1Ki}}\n"),
        place -> ReportingClient.alice(place).post("/api/generate", LARGE),
        (place, output) -> ReportingClient.alice(place).post("/api/generate", LARGE).equals(OK));
  }

  private static BrokenSituation tooMany() {
    return BrokenSituation.toClients("429: too many requests",
        place -> place.readyServer(SPEC + "proxy: {limits: {requestsPerSecond: 1, requestBurst: 1}}\n"),
        ClientSituations::twenty,
        (place, output) -> twenty(place).lines().allMatch(OK::equals));
  }

  private static BrokenSituation noAnswer() {
    return BrokenSituation.toClients("A model answers nobody",
        place -> {
          place.readyServer(SPEC);
          ReportingClient.alice(place).breakOff(BLOCKING);
        },
        ClientSituations::generate,
        (place, output) -> generate(place).equals(OK));
  }

  private static String generate(Place place) throws Exception {
    return ReportingClient.alice(place).post("/api/generate", "{\"model\":\"tiny\",\"stream\":false,\"prompt\":\"hi\"}");
  }

  private static String twenty(Place place) {
    return String.join("\n", ReportingClient.alice(place).getTogether("/api/version", 20));
  }
}
