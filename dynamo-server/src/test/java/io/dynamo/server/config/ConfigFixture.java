package io.dynamo.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that is good but for what a test adds. */
class ConfigFixture {
  @TempDir Path dir;

  final Map<Flag, String> flags = new EnumMap<>(Flag.class);
  final List<String> sets = new ArrayList<>();
  final Map<String, String> environment = new TreeMap<>();
  Path file;
  Providers providers = FakePlugins.withEngines("lmdb", "xodus");

  @BeforeEach
  void giveWhatIsRequired() {
    flags.put(Flag.NODE_ID, "n1");
    flags.put(Flag.DATA, "data");
    flags.put(Flag.INITIAL_MEMBERS, "n1=127.0.0.1:8402");
  }

  final NodeConfig load() {
    return new ConfigLoader(providers).load(new ConfigSources(flags, sets, environment, file));
  }

  final List<String> problems() {
    ConfigurationException thrown = catchThrowableOfType(ConfigurationException.class, this::load);
    assertThat(thrown).isNotNull();
    return thrown.problems();
  }

  final void write(String text) throws IOException {
    file = Files.writeString(dir.resolve("dynamo.conf"), text);
  }

  final Path secret(String name, int bytes, String mode) throws IOException {
    Path secret = Files.write(dir.resolve(name), new byte[bytes]);
    return Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString(mode));
  }
}
