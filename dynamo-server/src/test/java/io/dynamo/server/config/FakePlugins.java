package io.dynamo.server.config;

import io.dynamo.api.Settings;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.partitioning.PartitioningProvider;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.InMemoryStorageEngine;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageEngineProvider;
import io.dynamo.api.versioning.ConflictResolver;
import io.dynamo.api.versioning.ConflictResolverProvider;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.api.versioning.VersioningProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Plug-ins that have a name and nothing else, under the names that are the defaults. */
final class FakePlugins {
  private FakePlugins() {}

  /** One provider for each default, and these engines. */
  static Providers withEngines(String... engines) {
    List<Object> providers = new ArrayList<>();
    for (String engine : engines) {
      providers.add(new Engine(engine));
    }
    providers.add(new Resolver());
    providers.add(new Versions());
    providers.add(new Placement());
    return Providers.of(providers);
  }

  record Engine(String name) implements StorageEngineProvider {
    @Override
    public StorageEngine open(Path directory, Durability durability, Settings settings) {
      return new InMemoryStorageEngine();
    }
  }

  private static final class Resolver implements ConflictResolverProvider {
    @Override
    public String name() {
      return "siblings";
    }

    @Override
    public ConflictResolver create(Settings settings) {
      throw new IllegalStateException("only its name is wanted");
    }
  }

  private static final class Versions implements VersioningProvider {
    @Override
    public String name() {
      return "dotted-version-vectors";
    }

    @Override
    public Versioning create(Settings settings) {
      throw new IllegalStateException("only its name is wanted");
    }
  }

  private static final class Placement implements PartitioningProvider {
    @Override
    public String name() {
      return "even-tokens";
    }

    @Override
    public Partitioning create(Settings settings) {
      throw new IllegalStateException("only its name is wanted");
    }
  }
}
