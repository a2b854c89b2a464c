package io.dynamo.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.Settings;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.InMemoryStorageEngine;
import io.dynamo.api.storage.InMemoryStorageEngineProvider;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageEngineProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidersTest {
  @TempDir Path dir;

  @Test
  void enginesOfTheClassPathAreFound() {
    Providers providers = Providers.find(dir.resolve("absent"));
    assertThat(providers.names(PluginKind.STORAGE_ENGINE)).contains("memory");
    assertThat(providers.choose(PluginKind.STORAGE_ENGINE, "memory", "test"))
        .isInstanceOf(InMemoryStorageEngineProvider.class);
  }

  @Test
  void unknownNameListsTheChoices() {
    Providers providers = FakePlugins.withEngines("xodus", "lmdb");
    assertThatThrownBy(() -> providers.choose(PluginKind.STORAGE_ENGINE, "rocks", "dynamo.conf:12"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "dynamo.storage.engine = \"rocks\": the class path has [lmdb, xodus]"
                + " (dynamo.conf:12)");
  }

  @Test
  void nameOfTwoPluginsListsTheChoices() {
    Providers providers = FakePlugins.withEngines("lmdb", "lmdb");
    assertThatThrownBy(() -> providers.choose(PluginKind.STORAGE_ENGINE, "lmdb", "--engine"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "dynamo.storage.engine = \"lmdb\": 2 plug-ins have this name; the class path has [lmdb,"
                + " lmdb] (--engine)");
  }

  @Test
  void twoJarsWithOneNameAreNamed() throws IOException {
    jar("one.jar", FromJar.class);
    jar("two.jar", FromJar.class);
    Providers providers = Providers.find(dir);
    assertThat(providers.names(PluginKind.STORAGE_ENGINE)).contains("from-jar", "from-jar");
    assertThat(providers.duplicates())
        .singleElement()
        .asString()
        .contains("\"from-jar\"", "one.jar", "two.jar");
  }

  @Test
  void pluginSeesTheApiAndItsOwnJarButNotTheServer() throws Exception {
    jar("one.jar", FromJar.class);
    StorageEngineProvider plugin =
        Providers.find(dir).choose(PluginKind.STORAGE_ENGINE, "from-jar", "test");
    assertThat(plugin).isNotInstanceOf(FromJar.class);
    assertThat(plugin.getClass().getName()).isEqualTo(FromJar.class.getName());
    ClassLoader loader = plugin.getClass().getClassLoader();
    assertThat(loader.loadClass(StorageEngine.class.getName())).isSameAs(StorageEngine.class);
    assertThatThrownBy(() -> loader.loadClass("com.typesafe.config.Config"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThatThrownBy(() -> loader.loadClass(Providers.class.getName()))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void referenceOfAPluginsJarGivesItsDefaultsAndIsCheckedAgainst() throws IOException {
    jar("one.jar", FromJar.class, "dynamo.storage.from-jar { cache = 16MiB }");
    Providers providers = Providers.find(dir);
    assertThatThrownBy(
            () ->
                new ConfigLoader(providers)
                    .load(
                        new ConfigSources(
                            Map.of(),
                            List.of("storage.from-jar.cash=1", "storage.from-jar.cache=x"),
                            Map.of(),
                            null)))
        .hasMessageContaining("dynamo.storage.from-jar.cache (--set storage.from-jar.cache): must")
        .hasMessageContaining("did you mean dynamo.storage.from-jar.cache?");
  }

  @Test
  void jarWithABrokenPluginStopsTheStart() throws IOException {
    try (OutputStream file = Files.newOutputStream(dir.resolve("broken.jar"));
        JarOutputStream jar = new JarOutputStream(file)) {
      entry(jar, "META-INF/services/" + StorageEngineProvider.class.getName(), "no.such.Class");
    }
    assertThatThrownBy(() -> Providers.find(dir))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no.such.Class");
  }

  private void jar(String name, Class<?> provider) throws IOException {
    jar(name, provider, "");
  }

  private void jar(String name, Class<?> provider, String reference) throws IOException {
    String classFile = provider.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(dir.resolve(name));
        JarOutputStream jar = new JarOutputStream(file);
        InputStream bytes = provider.getClassLoader().getResourceAsStream(classFile)) {
      entry(jar, "META-INF/services/" + StorageEngineProvider.class.getName(), provider.getName());
      entry(jar, "reference.conf", reference);
      jar.putNextEntry(new JarEntry(classFile));
      bytes.transferTo(jar);
      jar.closeEntry();
    }
  }

  private static void entry(JarOutputStream jar, String name, String text) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(text.getBytes(StandardCharsets.UTF_8));
    jar.closeEntry();
  }

  /** A third party's engine. */
  public static final class FromJar implements StorageEngineProvider {
    @Override
    public String name() {
      return "from-jar";
    }

    @Override
    public StorageEngine open(Path directory, Durability durability, Settings settings) {
      return new InMemoryStorageEngine();
    }
  }
}
