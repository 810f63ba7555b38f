package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that break, watches that end, an API server that is away: the operator catches up. */
@RequiresApiServer
class OutageTest {

  private TestNamespace namespace;
  private Relay relay;
  private OperatorUnderTest operator;

  @BeforeEach
  void start(ApiServer api) {
    namespace = new TestNamespace(api.client(), api.freshNamespace("outage"));
    var config = api.config();
    relay = Relay.to(URI.create(config.getMasterUrl()).getPort());
    config.setMasterUrl("https://127.0.0.1:" + relay.port() + "/");
    operator = OperatorUnderTest.start(api, config, namespace.name());
  }

  @AfterEach
  void stop() throws Exception {
    relay.mend();
    operator.close();
    relay.close();
    assertThat(operator.ends()).isEmpty();
  }

  @Test
  void connectionsThatBreakDuringEveryStepDelayAndChangeNothing() {
    namespace.create("hello", "alice=User", "bob=Viewer");
    for (int i = 0; i < 10; i++) {
      var writes = operator.requests().writes().size();
      relay.cut();
      eventually(() -> assertThat(operator.requests().writes().size() > writes || isSettled()).isTrue());
    }

    namespace.settled("hello");

    assertThat(namespace.objects("hello")).hasSize(9);
    assertThat(namespace.secret("hello-auth-next", "alice")).isEmpty();
  }

  @Test
  void whatHappenedDuringAnOutageIsSeenAfterIt() {
    namespace.create("hello", "alice=User");
    namespace.settled("hello");
    relay.kill();
    namespace.edit("hello", "{\"spec\":{\"auth\":{\"users\":[{\"name\":\"alice\",\"role\":\"Admin\"}]}}}");
    namespace.client().services().inNamespace(namespace.name()).withName("hello").delete();
    namespace.create("second", "carol=User");

    relay.mend();

    eventually(() -> assertThat(namespace.secret("hello-proxy-auth", "role.admin.alice")).isPresent());
    eventually(() -> assertThat(namespace.objects("hello")).containsKey("Service/hello"));
    namespace.settled("second");
    eventually(() -> assertThat(operator.isReady()).isTrue());
  }

  private boolean isSettled() {
    return namespace.reason("hello", "CredentialsRotated").equals("Stable");
  }
}
