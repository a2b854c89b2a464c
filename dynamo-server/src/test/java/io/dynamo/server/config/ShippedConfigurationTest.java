package io.dynamo.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is shipped: the sample file, and the {@code reference.conf} of server and engines. */
class ShippedConfigurationTest extends ConfigFixture {
  @Test
  void sampleFileIsAConfiguration() {
    flags.clear();
    file = Path.of("src/main/dist/conf/dynamo.conf");
    NodeConfig config = load();
    assertThat(config.id()).isEqualTo(new NodeId("n1"));
    assertThat(config.cluster().initialMembers()).hasSize(3);
    assertThat(config.cluster().initialMembers().get(0).peerPort())
        .isEqualTo(config.ports().peer());
  }

  @Test
  void optionsOfTheEnginesAreCheckedAgainstTheirReference() {
    sets.add("storage.lmdb.map-siz=1GiB");
    sets.add("storage.xodus.cache-size=big");
    assertThat(problems())
        .containsExactly(
            "dynamo.storage.lmdb.map-siz (--set storage.lmdb.map-siz): unknown option; did you mean"
                + " dynamo.storage.lmdb.map-size?",
            "dynamo.storage.xodus.cache-size (--set storage.xodus.cache-size): must be a size such"
                + " as 64MiB, was big");
  }

  @Test
  void engineSeesItsDefaultsAndWhatWasSet() {
    environment.put("DYNAMO_STORAGE_LMDB_MAP_SIZE", "2GiB");
    assertThat(load().storage().settings().bytes("map-size", 0)).isEqualTo(2L << 30);
    flags.put(Flag.ENGINE, "xodus");
    assertThat(load().storage().settings().bytes("cache-size", 0)).isEqualTo(64L << 20);
  }

  @Test
  void everyDefaultMayBeSaidExplicitly() {
    Map<String, String> defaults = new TreeMap<>();
    defaults.put("DYNAMO_NODE_EVENT_LOOPS", "0");
    defaults.put("DYNAMO_STORAGE_READERS", "8");
    defaults.put("DYNAMO_LIMITS_MAX_VALUE", "16 MiB");
    defaults.put("DYNAMO_TIMEOUTS_REQUEST", "5 seconds");
    defaults.put("DYNAMO_LOG_LEVEL", "info");
    defaults.put("DYNAMO_CLUSTER_SECRET", "");
    defaults.put("DYNAMO_CLUSTER_SEEDS", "");
    NodeConfig silent = load();
    environment.putAll(defaults);
    NodeConfig explicit = load();
    assertThat(explicit.limits()).isEqualTo(silent.limits());
    assertThat(explicit.timeouts()).isEqualTo(silent.timeouts());
    assertThat(explicit.log()).isEqualTo(silent.log());
    assertThat(explicit.ports()).isEqualTo(silent.ports());
    assertThat(explicit.cluster().settings()).isEqualTo(silent.cluster().settings());
  }
}
