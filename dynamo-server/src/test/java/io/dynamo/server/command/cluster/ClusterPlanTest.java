package io.dynamo.server.command.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClusterPlanTest {
  private final ClusterPlan plan = new ClusterPlan(3, 8400, "lmdb", List.of("log.level=debug"));

  @Test
  void eachNodeIsTenPortsAfterTheOneBefore() {
    assertThat(plan.ports()).containsExactly(8400, 8401, 8402, 8410, 8411, 8412, 8420, 8421, 8422);
    assertThat(plan.httpAddress(2)).isEqualTo("127.0.0.1:8410");
    assertThat(plan.initialMembers())
        .isEqualTo("n1=127.0.0.1:8402,n2=127.0.0.1:8412,n3=127.0.0.1:8422");
  }

  @Test
  void aNodeIsToldAllThatItMustKnow() {
    assertThat(plan.serverArguments(2, Path.of("/d/n2"), Path.of("/d/cluster.secret")))
        .containsExactly(
            "server",
            "--node-id",
            "n2",
            "--host",
            "127.0.0.1",
            "--data",
            "/d/n2",
            "--initial-members",
            plan.initialMembers(),
            "--http-port",
            "8410",
            "--client-port",
            "8411",
            "--peer-port",
            "8412",
            "--engine",
            "lmdb",
            "--set",
            "cluster.secret=/d/cluster.secret",
            "--set",
            "log.level=debug");
  }

  @Test
  void aNodeMoreAsksTheFirstTwoToBeAdmitted() {
    assertThat(plan.newcomerArguments(Path.of("/d"), Path.of("/d/cluster.secret")))
        .contains("n" + (plan.nodes() + 1), "127.0.0.1:8402,127.0.0.1:8412")
        .containsSequence("--http-port", Integer.toString(8400 + 10 * plan.nodes()))
        .containsSequence("--set", "cluster.secret=/d/cluster.secret", "--set", "log.level=debug")
        .doesNotContain("--initial-members");
  }

  @Test
  void comesBackFromJsonAsItWas() {
    assertThat(ClusterPlan.fromJson(new JsonObject(plan.toJson().encode()))).isEqualTo(plan);
  }

  @Test
  void anImpossiblePlanIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClusterPlan(0, 8400, "lmdb", List.of()))
        .withMessageContaining("1..32, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClusterPlan(3, 65_514, "lmdb", List.of()))
        .withMessageContaining("1..65513, was 65514");
    assertThat(new ClusterPlan(3, 65_513, "lmdb", List.of()).ports()).endsWith(65_535);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterPlan.fromJson(new JsonObject().put("nodes", "three")));
  }
}
