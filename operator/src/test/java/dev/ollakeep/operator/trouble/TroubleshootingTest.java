package dev.ollakeep.operator.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.reconcile.CertManagerCrds;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.RequiresNginx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Every section of {@code docs/troubleshooting.md} is true: the situation is recognised as it says within 10 seconds, and its
 * commands, as they stand there, mend it.
 */
@Isolated("installs cert-manager's kinds and other things that all tests of the API server share")
@RequiresApiServer
@RequiresNginx
class TroubleshootingTest {

  private static final int PROMISED = 20;

  @Test
  void everySectionHasATestAndEveryTestASection() {
    var played = Stream.of(PodSituations.all(), RefusedPodSituations.all(), ClientSituations.all(), SecretSituations.all(),
        ProxySituations.all(), ExposureSituations.all(), CertManagerSituations.all(), ProxySituations.slow(), CertManagerSituations.slow(),
        RivalSituations.all());
    var tested = new ArrayList<>(played.flatMap(List::stream).map(BrokenSituation::title).toList());
    tested.addAll(InstallationTroubleTest.TITLES);
    tested.add(TwoOperatorsTroubleTest.TITLE);
    assertThat(tested).as("what is tested, and what %s tells", Page.FILE)
        .containsExactlyInAnyOrderElementsOf(Page.read().sections().stream().map(Page.Section::title).toList())
        .hasSizeGreaterThan(PROMISED);
  }

  @TestFactory
  Stream<DynamicTest> podsThatDoNotRun(ApiServer api) throws IOException {
    return Stage.play(api, chosen(PodSituations.all(), RefusedPodSituations.all()));
  }

  @TestFactory
  Stream<DynamicTest> clientsThatAreRefused(ApiServer api) throws IOException {
    return Stage.play(api, chosen(ClientSituations.all()));
  }

  @TestFactory
  Stream<DynamicTest> namesAndSecrets(ApiServer api) throws IOException {
    return Stage.play(api, chosen(SecretSituations.all(), RivalSituations.all()));
  }

  @TestFactory
  Stream<DynamicTest> proxyAndExposure(ApiServer api) throws IOException {
    return Stage.play(api, chosen(ProxySituations.all(), ExposureSituations.all()));
  }

  @TestFactory
  Stream<DynamicTest> withCertManager(ApiServer api) throws IOException {
    CertManagerCrds.install(api.client());
    return Stage.play(api, chosen(CertManagerSituations.all())).onClose(() -> CertManagerCrds.remove(api.client()));
  }

  @TestFactory
  Stream<DynamicTest> afterMinutes(ApiServer api) throws IOException {
    CertManagerCrds.install(api.client());
    return Stage.playInTurn(api, chosen(ProxySituations.slow(), CertManagerSituations.slow()))
        .onClose(() -> CertManagerCrds.remove(api.client()));
  }

  /** Only those in whose title {@code -Dtrouble.only=...}, a regular expression, is found: to look at one of them. */
  @SafeVarargs
  private static List<BrokenSituation> chosen(List<BrokenSituation>... situations) {
    var only = Pattern.compile(System.getProperty("trouble.only", "")).asPredicate();
    return Stream.of(situations).flatMap(List::stream).filter(it -> only.test(it.title())).toList();
  }
}
