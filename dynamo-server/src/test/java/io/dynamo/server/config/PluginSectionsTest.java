package io.dynamo.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PluginSectionsTest extends ConfigFixture {
  @Test
  void sectionOfAPluginWithoutAReferenceIsPassedToItUnchecked() throws IOException {
    providers = FakePlugins.withEngines("rocks");
    write("dynamo.storage { engine = rocks, rocks { cache = 16MiB, wait = 2s, deep.x = yes } }");
    NodeConfig config = load();
    assertThat(config.storage().settings().bytes("cache", 0)).isEqualTo(16 << 20);
    assertThat(config.storage().settings().duration("wait", Duration.ZERO)).hasSeconds(2);
    assertThat(config.storage().settings().flag("deep.x", false)).isTrue();
    assertThat(config.storage().settings().number("absent", 7)).isEqualTo(7);
  }

  @Test
  void sectionOfAPluginThatIsNotThereIsUnknown() throws IOException {
    write("dynamo.storage.rocks { cache = 16MiB }");
    assertThat(problems())
        .containsExactly("dynamo.storage.rocks.cache (" + file + ":1): unknown option");
  }

  @Test
  void illTypedSettingOfAPluginNamesOptionAndLine() throws IOException {
    providers = FakePlugins.withEngines("rocks");
    write("dynamo.storage { engine = rocks\n rocks { cache = lots } }");
    assertThat(
            catchThrowableOfType(
                IllegalArgumentException.class,
                () -> load().storage().settings().bytes("cache", 0)))
        .hasMessage(
            "dynamo.storage.rocks.cache (" + file + ":2) must be a size such as 16MiB, was lots");
  }

  @Test
  void twoPluginsOfOneNameStopTheStartChosenOrNot() {
    providers = FakePlugins.withEngines("lmdb", "rocks", "rocks");
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("dynamo.storage.engine: two plug-ins have the name \"rocks\"");
  }
}
