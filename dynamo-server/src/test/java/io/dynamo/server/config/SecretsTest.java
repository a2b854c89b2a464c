package io.dynamo.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Rule V8: who may listen where, and with which secrets. */
class SecretsTest extends ConfigFixture {
  /** Rule V8. */
  @Test
  void withoutASecretTheHostMustBeLoopback() {
    flags.put(Flag.HOST, "0.0.0.0");
    assertThat(problems())
        .containsExactly(
            "dynamo.node.host (--host) is \"0.0.0.0\": without dynamo.cluster.secret a node listens"
                + " on a loopback address only");
  }

  /** Rule V8. */
  @Test
  void withASecretAnyHostWillDo() throws IOException {
    flags.put(Flag.HOST, "0.0.0.0");
    sets.add("cluster.secret=" + secret("s", 32, "rw-------"));
    NodeConfig config = load();
    assertThat(config.host()).isEqualTo("0.0.0.0");
    assertThat(config.cluster().secrets().all()).hasSize(1);
  }

  /** Rule V8. */
  @Test
  void firstSecretSignsAndAllVerify() throws IOException {
    Path first = secret("new", 40, "rw-------");
    Path second = secret("old", 32, "rw-r-----");
    write("dynamo.cluster.secret = [\"" + first + "\", \"" + second + "\"]");
    assertThat(load().cluster().secrets().all())
        .satisfiesExactly(
            signs -> assertThat(signs).hasSize(40), verifies -> assertThat(verifies).hasSize(32));
  }

  /** Rule V8. */
  @Test
  void secretsThatAreShortOpenToAllOrAbsentAreRefused() throws IOException {
    Path weak = secret("short", 31, "rw-------");
    Path open = secret("open", 32, "rw-r--r--");
    Path huge = secret("huge", 4097, "rw-------");
    Path absent = dir.resolve("absent");
    sets.add("cluster.secret=" + weak + "," + open + "," + huge + "," + absent);
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("dynamo.cluster.secret (--set cluster.secret)")
        .contains(weak + " must have at least 32 bytes, has 31")
        .contains(open + " must not be open to every user, is rw-r--r--")
        .contains(huge + " must have at most 4096 bytes")
        .contains(absent + " cannot be read");
  }

  @Test
  void secretsAreNeverPrinted() throws IOException {
    sets.add("cluster.secret=" + secret("s", 32, "rw-------"));
    assertThat(load().toString()).contains("1 secrets");
  }
}
