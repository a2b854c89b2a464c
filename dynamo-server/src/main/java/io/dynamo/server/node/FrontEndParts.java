package io.dynamo.server.node;

import io.dynamo.api.ClusterId;
import io.dynamo.replication.context.ContextCodec;
import io.dynamo.replication.context.ContextSecret;
import io.dynamo.server.config.NodeConfig;
import io.dynamo.server.frontend.ResolverRunner;
import io.dynamo.server.frontend.ServiceLimits;
import io.vertx.core.Context;
import java.util.List;
import java.util.function.Function;

/** What the front ends of every loop need once the cluster is known. */
final class FrontEndParts {
  private final NodeConfig config;
  private final ClusterId cluster;
  private final List<ContextSecret> secrets;
  private final Function<Context, ResolverRunner> resolvers;

  /**
   * Parts for one cluster.
   *
   * @param resolvers makes what runs the configured resolver for one loop
   */
  FrontEndParts(
      NodeConfig config,
      ClusterId cluster,
      List<ContextSecret> secrets,
      Function<Context, ResolverRunner> resolvers) {
    this.config = config;
    this.cluster = cluster;
    this.secrets = secrets;
    this.resolvers = resolvers;
  }

  /** For one loop: the codec is not thread-safe. */
  ContextCodec newContexts() {
    return new ContextCodec(cluster, secrets);
  }

  ResolverRunner newResolver(Context loop) {
    return resolvers.apply(loop);
  }

  ServiceLimits limits() {
    return new ServiceLimits(
        config.limits().maxValueBytes(),
        config.cluster().settings().replicas(),
        config.timeouts().request().toNanos());
  }
}
