package io.dynamo.server.node;

import io.dynamo.api.node.Transport;
import io.dynamo.api.request.GetCommand;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.replication.coordination.Coordination;
import io.dynamo.replication.coordination.Replica;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.server.clientport.ClientPortServer;
import io.dynamo.server.config.NodeConfig;
import io.dynamo.server.frontend.Coordinator;
import io.dynamo.server.frontend.InFlight;
import io.dynamo.server.frontend.KeyValueGate;
import io.dynamo.server.frontend.KeyValueRequestHandler;
import io.dynamo.server.frontend.KeyValueService;
import io.dynamo.server.http.AdminPorts;
import io.dynamo.server.http.HttpFrontEnd;
import io.dynamo.server.http.HttpSettings;
import io.dynamo.server.peer.PeerServer;
import io.dynamo.server.peer.SeedPorts;
import io.dynamo.server.peer.VertxScheduler;
import io.dynamo.server.peer.VertxTransport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Consumer;

/**
 * All that one event loop has: its ends of the three ports, its links to other nodes, and, once the
 * node is ready, the machines of its requests. A request lives on the loop that took it. Made and
 * called on its own loop.
 */
final class RequestLoop {
  private final Context context;
  private final LoopParts parts;
  private final VertxTransport transport;
  private final WatchedTransport dataTransport;
  private final SeedPorts seeds;
  private final PeerRequests peerRequests;
  private final PeerServer peerServer;
  private final ClientPortServer clientServer;
  private final HttpFrontEnd http;
  private final KeyValueGate gate;
  private final InFlight inFlight;
  private final Inspection inspection;

  RequestLoop(Context context, LoopParts parts) {
    this.context = context;
    this.parts = parts;
    NodeConfig config = parts.config();
    NodeState state = parts.state();
    this.peerRequests = new PeerRequests(state, parts.home(), context);
    this.transport =
        new VertxTransport(
            context,
            config.id(),
            state,
            state::address,
            peerRequests,
            parts.peerCodec(),
            parts.detector(),
            parts.bounds().transport());
    this.dataTransport = new WatchedTransport(config.id(), transport, parts.detector());
    this.seeds = new SeedPorts(context, state, parts.peerCodec(), parts.bounds().transport());
    this.peerServer =
        new PeerServer(context, parts.bounds().peerPort(), state, parts.peerCodec(), peerRequests);
    this.gate = new KeyValueGate(state);
    this.inFlight = parts.bounds().newInFlight();
    this.inspection = new Inspection(config.id(), state, parts.keyHash(), transport);
    this.clientServer =
        new ClientPortServer(
            context,
            parts.bounds().clientPort(),
            state::hello,
            state::ringDigestNumber,
            new KeyValueRequestHandler(
                gate,
                config.id(),
                config.cluster().settings().name(),
                config.limits().maxValueBytes(),
                inspection::ring));
    this.http =
        new HttpFrontEnd(
            context.owner(),
            new HttpSettings(config.host(), state.ports().http(), config.limits().maxValueBytes()),
            gate,
            inFlight,
            new AdminPorts(
                state,
                inspection,
                inspection,
                new MembershipOffice(
                    config.id(),
                    state,
                    parts.home(),
                    context,
                    parts.detector(),
                    parts.storage()::storedBytes),
                parts.metrics()));
  }

  /** Asks nodes whose names are not known. */
  SeedPorts seeds() {
    return seeds;
  }

  /** The way of requests for data, which tell how well others answer. */
  Transport dataTransport() {
    return dataTransport;
  }

  VertxTransport transport() {
    return transport;
  }

  VertxScheduler scheduler() {
    return new VertxScheduler(context);
  }

  /** Listens on all three ports; a port of 0 becomes the one that the first loop was given. */
  Future<NodeConfig.Ports> listen(NodeConfig.Ports wanted) {
    String host = parts.config().host();
    return http.start()
        .compose(
            httpPort ->
                clientServer
                    .listen(host, wanted.client())
                    .compose(
                        clientPort ->
                            peerServer
                                .listen(host, wanted.peer())
                                .map(
                                    peerPort ->
                                        new NodeConfig.Ports(httpPort, clientPort, peerPort))));
  }

  /** From now on this loop serves data. */
  void open(LocalStore store, FrontEndParts frontEnd) {
    VertxScheduler scheduler = scheduler();
    Coordination coordination =
        new Coordination(
            parts.config().id(),
            parts.keyHash(),
            new LoopMembership(parts.state(), parts.home(), context),
            store,
            dataTransport,
            scheduler,
            parts.detector(),
            parts.versioning(),
            parts.events());
    peerRequests.open(new Replica(parts.config().id(), store, coordination));
    inspection.open(store);
    gate.open(
        new KeyValueService(
            coordinator(coordination),
            parts.keyHash(),
            frontEnd.newContexts(),
            frontEnd.newResolver(context),
            inFlight,
            frontEnd.limits()));
  }

  /** The members have changed, or where they are. */
  void onMembers() {
    transport.onAddresses();
  }

  /** Refuses new requests; those under way go on. */
  void shut() {
    gate.shut();
  }

  /** Ends what clients see, after their requests have been answered or the time is over. */
  Future<Void> closeFrontEnds(long graceMillis) {
    return Future.all(clientServer.close(graceMillis), http.stop(graceMillis)).mapEmpty();
  }

  /** Ends what other nodes see. */
  Future<Void> closePeers(long graceMillis) {
    Promise<Void> closed = Promise.promise();
    peerServer
        .close(graceMillis)
        .onComplete(
            ended ->
                context.runOnContext(
                    turn -> {
                      transport.close();
                      seeds.close();
                      closed.handle(ended);
                    }));
    return closed.future();
  }

  int requests() {
    return inFlight.requests();
  }

  private static Coordinator coordinator(Coordination coordination) {
    return new Coordinator() {
      @Override
      public void get(GetCommand command, Consumer<GetOutcome> answer) {
        coordination.get(command, answer);
      }

      @Override
      public void put(PutCommand command, Consumer<PutOutcome> answer) {
        coordination.put(command, answer);
      }
    };
  }
}
