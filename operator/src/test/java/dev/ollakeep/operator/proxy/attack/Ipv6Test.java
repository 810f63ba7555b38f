package dev.ollakeep.operator.proxy.attack;

import dev.ollakeep.operator.proxy.nginx.NginxConf;
import dev.ollakeep.operator.proxy.nginx.SandboxAddress.Family;
import dev.ollakeep.testing.RequiresNginx;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who comes by IPv6 finds the same proxy: its listeners are others, and what is behind them must not be. */
@RequiresNginx
@EnabledIf("dev.ollakeep.operator.proxy.nginx.SandboxAddress#hasIpv6")
class Ipv6Test {

  @RegisterExtension
  static final AttackRig RIG = new AttackRig(NginxConf.render(MatrixSettings.usual()), Layout.PER_USER, Family.IPV6);

  @TestFactory
  Stream<DynamicContainer> rowsOfEachFile() {
    return AttackMatrixTest.rowsOfEachFile(RIG);
  }

  @TestFactory
  Stream<DynamicTest> rolesOverTheCatalogue() {
    return AttackMatrixTest.tests(RIG, RouteTable.attacks());
  }
}
