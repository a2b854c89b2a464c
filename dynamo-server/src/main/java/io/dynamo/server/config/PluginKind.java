package io.dynamo.server.config;

import io.dynamo.api.partitioning.PartitioningProvider;
import io.dynamo.api.storage.StorageEngineProvider;
import io.dynamo.api.versioning.ConflictResolverProvider;
import io.dynamo.api.versioning.VersioningProvider;
import java.util.List;
import java.util.function.Function;

/**
 * A kind of plug-in that the configuration chooses by its short name.
 *
 * @param type what {@link java.util.ServiceLoader} looks for
 * @param nameOf the short name of a provider
 * @param option the option that chooses one, such as {@code dynamo.storage.engine}
 * @param section the section that holds the section of each one, such as {@code dynamo.storage}
 */
public record PluginKind<P>(
    Class<P> type, Function<P, String> nameOf, String option, String section) {
  public static final PluginKind<StorageEngineProvider> STORAGE_ENGINE =
      new PluginKind<>(
          StorageEngineProvider.class,
          StorageEngineProvider::name,
          "dynamo.storage.engine",
          "dynamo.storage");

  public static final PluginKind<ConflictResolverProvider> RESOLVER =
      new PluginKind<>(
          ConflictResolverProvider.class,
          ConflictResolverProvider::name,
          "dynamo.resolver.name",
          "dynamo.resolver");

  public static final PluginKind<VersioningProvider> VERSIONING =
      new PluginKind<>(
          VersioningProvider.class,
          VersioningProvider::name,
          "dynamo.cluster.versioning",
          "dynamo.versioning");

  public static final PluginKind<PartitioningProvider> PARTITIONING =
      new PluginKind<>(
          PartitioningProvider.class,
          PartitioningProvider::name,
          "dynamo.cluster.partitioning",
          "dynamo.partitioning");

  /** Every kind there is. */
  public static final List<PluginKind<?>> ALL =
      List.of(STORAGE_ENGINE, RESOLVER, VERSIONING, PARTITIONING);
}
