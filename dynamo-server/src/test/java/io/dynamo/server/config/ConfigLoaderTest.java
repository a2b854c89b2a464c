package io.dynamo.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.storage.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConfigLoaderTest extends ConfigFixture {
  @Test
  void defaultsStandInTheReference() {
    NodeConfig config = load();
    assertThat(config.id()).isEqualTo(new NodeId("n1"));
    assertThat(config.data()).isEqualTo(Path.of("data"));
    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.ports()).isEqualTo(new NodeConfig.Ports(8400, 8401, 8402));
    assertThat(config.eventLoops()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(config.cluster().settings().partitions()).isEqualTo(256);
    assertThat(config.cluster().settings().replicas()).isEqualTo(3);
    assertThat(config.cluster().initialMembers())
        .containsExactly(new Member(new NodeId("n1"), "127.0.0.1", 8402, "", 1));
    assertThat(config.storage().engine()).isEqualTo("lmdb");
    assertThat(config.storage().durability()).isEqualTo(Durability.SYNC);
    assertThat(config.limits().maxValueBytes()).isEqualTo(16 << 20);
    assertThat(config.timeouts().request()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.log().format()).isEqualTo(NodeConfig.Log.Format.TEXT);
  }

  @Test
  void flagWinsOverSetOverEnvironmentOverFile() throws IOException {
    write(
        "dynamo { storage.engine = a, cluster.name = a, node.host = localhost, log.level = warn }");
    environment.put("DYNAMO_STORAGE_ENGINE", "b");
    environment.put("DYNAMO_CLUSTER_NAME", "b");
    environment.put("DYNAMO_NODE_HOST", "127.0.0.2");
    sets.add("storage.engine=c");
    sets.add("cluster.name=c");
    flags.put(Flag.ENGINE, "xodus");
    NodeConfig config = load();
    assertThat(config.storage().engine()).isEqualTo("xodus");
    assertThat(config.cluster().settings().name()).isEqualTo("c");
    assertThat(config.host()).isEqualTo("127.0.0.2");
    assertThat(config.log().level()).isEqualTo(NodeConfig.Log.Level.WARN);
  }

  @Test
  void ofTwoSetsOfOnePathTheLaterWins() {
    sets.add("cluster.name=first");
    sets.add("cluster.name=last");
    assertThat(load().cluster().settings().name()).isEqualTo("last");
  }

  @Test
  void dashesAreUnderscoresInTheEnvironment() {
    environment.put("DYNAMO_NODE_HTTP_PORT", "9000");
    environment.put("DYNAMO_CLUSTER_READ_QUORUM", "1");
    environment.put("DYNAMO_CLUSTER_SEEDS", "a:1, b:2");
    NodeConfig config = load();
    assertThat(config.ports()).isEqualTo(new NodeConfig.Ports(9000, 9001, 9002));
    assertThat(config.cluster().settings().readQuorum()).isEqualTo(1);
    assertThat(config.cluster().seeds()).containsExactly("a:1", "b:2");
  }

  @Test
  void unknownVariableIsAProblemButTheLaunchersAndKubernetesAreNot() {
    environment.put("DYNAMO_STORAGE_ENGIN", "lmdb");
    environment.put("DYNAMO_HOME", "/opt/dynamo");
    environment.put("DYNAMO_PORT_8400_TCP_ADDR", "10.0.0.1");
    environment.put("DYNAMO_SERVICE_HOST", "10.0.0.1");
    assertThat(problems())
        .containsExactly(
            "DYNAMO_STORAGE_ENGIN (environment): unknown option; did you mean"
                + " DYNAMO_STORAGE_ENGINE?");
  }

  @Test
  void portsThatWereGivenStay() {
    flags.put(Flag.HTTP_PORT, "9000");
    flags.put(Flag.PEER_PORT, "7000");
    assertThat(load().ports()).isEqualTo(new NodeConfig.Ports(9000, 9001, 7000));
  }

  @Test
  void httpPortZeroLeavesAllPortsToTheSystem() {
    flags.put(Flag.HTTP_PORT, "0");
    assertThat(load().ports()).isEqualTo(new NodeConfig.Ports(0, 0, 0));
  }

  @Test
  void unknownOptionIsNamedWithItsLineAndTheNearestKnownOne() throws IOException {
    write("dynamo {\n  storage {\n    engin = xodus\n  }\n}\n");
    assertThat(problems())
        .containsExactly(
            "dynamo.storage.engin ("
                + file
                + ":3): unknown option; did you mean dynamo.storage.engine?");
  }

  @Test
  void optionInTheWrongSectionIsFound() {
    sets.add("cluster.data=x");
    assertThat(problems())
        .containsExactly(
            "dynamo.cluster.data (--set cluster.data): unknown option; did you mean"
                + " dynamo.node.data?");
  }

  @Test
  void unknownWordWithNothingNearHasNoSuggestion() {
    sets.add("telemetry.endpoint=x");
    assertThat(problems())
        .containsExactly("dynamo.telemetry.endpoint (--set telemetry.endpoint): unknown option");
  }

  @Test
  void allProblemsAreToldAtOnce() throws IOException {
    flags.clear();
    write(
        """
        dynamo {
          node { http-port = many, event-loops = 999 }
          cluster { write-quorum = 4, partitions = [1] }
          storage { engine = rocks, readers { x = 1 }, durability = maybe }
          limits { max-value = 17MiB, connections = some }
          timeouts { request = 61s, connect = soon }
          log.format = xml
          resolver = null
        }
        """);
    String at = " (" + file + ":";
    assertThat(problems())
        .containsExactly(
            "dynamo.cluster.initial-members must be given, or"
                + " dynamo.cluster.seeds: without either the node knows no cluster",
            "dynamo.cluster.partitions" + at + "3): must be a number, was [1]",
            "dynamo.cluster.write-quorum" + at + "3): write-quorum (W) must be 1..3 (N), was 4",
            "dynamo.limits.connections" + at + "5): must be a number, was some",
            "dynamo.limits.max-value" + at + "5) must be 1KiB..16MiB, was 17MiB",
            "dynamo.log.format" + at + "7) must be one of [text, json], was xml",
            "dynamo.node.data must be given: the directory of all that the node keeps (--data)",
            "dynamo.node.event-loops" + at + "2) must be 0..256, was 999",
            "dynamo.node.http-port" + at + "2): must be a number, was many",
            "dynamo.node.id must be given: the name of this node (--node-id)",
            "dynamo.resolver" + at + "8): must be a section, was null",
            "dynamo.storage.durability" + at + "4) must be one of [sync, none], was maybe",
            "dynamo.storage.engine = \"rocks\": the class path has [lmdb, xodus]" + at + "4)",
            "dynamo.storage.readers" + at + "4): must be one value, was a section",
            "dynamo.timeouts.connect" + at + "6): must be a length of time such as 2s, was soon",
            "dynamo.timeouts.request" + at + "6) must be 1ms..60s, was 61s");
  }

  /** Rule M1. */
  @Test
  void initialMembersMayBeAListAndMustParseAndNameTheNode() throws IOException {
    flags.remove(Flag.INITIAL_MEMBERS);
    write("dynamo.cluster.initial-members = [\"n2=b:2/z\", \"n1=a:1*3\"]");
    assertThat(load().cluster().initialMembers())
        .extracting(Member::toString)
        .containsExactly("n1=a:1*3", "n2=b:2/z");
    flags.put(Flag.INITIAL_MEMBERS, "n2=b:2");
    assertThat(problems())
        .containsExactly(
            "dynamo.cluster.initial-members (--initial-members) must name this node, n1, was"
                + " n2=b:2");
    flags.put(Flag.INITIAL_MEMBERS, "n1=b");
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("dynamo.cluster.initial-members (--initial-members)", "\"n1=b\"");
  }

  /** Rule M1. */
  @Test
  void nodeThatJoinsNeedsSeedsOnly() {
    flags.remove(Flag.INITIAL_MEMBERS);
    flags.put(Flag.SEEDS, "a:1,b:2");
    assertThat(load().cluster().seeds()).containsExactly("a:1", "b:2");
    assertThat(load().cluster().initialMembers()).isEmpty();
  }

  @Test
  void nodeIdMustBeLegal() {
    flags.put(Flag.NODE_ID, "n 1");
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("dynamo.node.id (--node-id) is no");
  }

  @Test
  void portsMustDiffer() {
    flags.put(Flag.CLIENT_PORT, "8400");
    flags.put(Flag.PEER_PORT, "8400");
    assertThat(problems())
        .containsExactly(
            "dynamo.node.client-port (--client-port) must not be http-port, was 8400",
            "dynamo.node.peer-port (--peer-port) must not be http-port or client-port, was 8400");
  }

  @Test
  void lastPortLeavesNoRoomForTheOthers() {
    flags.put(Flag.HTTP_PORT, "65535");
    assertThat(problems()).singleElement().asString().contains("leaves no room");
  }

  @Test
  void fileThatIsNotThereStopsTheStart() {
    file = dir.resolve("absent.conf");
    assertThat(problems()).singleElement().asString().startsWith("--config " + file);
  }

  @Test
  void brokenFileIsNamedWithItsLine() throws IOException {
    write("dynamo {\n  node = [\n}\n");
    assertThat(problems()).singleElement().asString().contains(file.toString() + ": 3");
  }

  @Test
  void setWithoutAValueIsAProblem() {
    sets.add("storage.engine");
    sets.add("a..b=1");
    assertThat(problems())
        .satisfiesExactly(
            first -> assertThat(first).startsWith("--set a..b=1: a..b is no path"),
            second -> assertThat(second).isEqualTo("--set storage.engine: must be path=value"));
  }
}
