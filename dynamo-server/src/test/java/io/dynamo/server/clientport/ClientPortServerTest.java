package io.dynamo.server.clientport;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.protocol.ClientCodec;
import io.dynamo.protocol.ClientReply;
import io.dynamo.protocol.ClientReply.Code;
import io.dynamo.protocol.ClientReply.Failed;
import io.dynamo.protocol.ClientRequest;
import io.dynamo.protocol.ClientRequest.QuorumWish;
import io.dynamo.protocol.Frame;
import io.dynamo.protocol.HandshakeCodec;
import io.dynamo.protocol.Hello;
import io.dynamo.protocol.Refused;
import io.dynamo.server.port.PortLimits;
import io.dynamo.server.port.RawClient;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The port as a client meets it, with frames and bytes of its own making. */
class ClientPortServerTest {
  private static final int MAX_FRAME_BYTES = 50 << 20;
  private static final PortLimits PATIENT =
      new PortLimits(MAX_FRAME_BYTES, 100, 1024, 64L << 20, 128L << 20, false, 60_000);
  private static final Hello SELF =
      Hello.peer(new ClusterId(1, 2), new NodeId("n1"), 7, List.of("secret-key-id"));

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<ClientRequest> arrived = new LinkedBlockingQueue<>();
  private final BlockingQueue<Consumer<ClientReply>> waiting = new LinkedBlockingQueue<>();
  private final ClientRequestHandler echo =
      (request, reply) -> {
        ClientRequest.Get get = (ClientRequest.Get) request;
        reply.accept(new ClientReply.Values(null, List.of(get.key()), List.of(), 42));
      };
  private final ClientRequestHandler later =
      (request, reply) -> {
        arrived.add(request);
        waiting.add(reply);
      };
  private Context context;

  @BeforeEach
  void makeALoop() {
    context = vertx.getOrCreateContext();
  }

  @AfterEach
  void stop() throws Exception {
    get(vertx.close());
  }

  @Test
  void requestsAreAnsweredAndTheHelloTellsNoKeyIds() throws Exception {
    int port = listen(echo);
    try (RawClient client = new RawClient(port)) {
      client.write(HandshakeCodec.encode(Hello.client()));
      assertThat(HandshakeCodec.hello(client.next()))
          .isEqualTo(Hello.peer(SELF.cluster(), new NodeId("n1"), 7, List.of()));

      client.write(request(5, new byte[] {1, 2}));

      Frame reply = client.next();
      assertThat(reply.id()).isEqualTo(5);
      assertThat(values(reply)).containsExactly(new byte[] {1, 2});
    }
  }

  @Test
  void tenThousandPipelinedRequestsAreAllAnswered() throws Exception {
    int port = listen(echo);
    try (RawClient client = RawClient.welcome(port, Hello.client())) {
      Thread writing =
          new Thread(
              () -> {
                for (int id = 1; id <= 10_000; id++) {
                  write(client, request(id, ByteBuffer.allocate(4).putInt(id).array()));
                }
              });
      writing.start();
      for (int id = 1; id <= 10_000; id++) {
        Frame reply = client.next();
        assertThat(reply.id()).isEqualTo(id);
        assertThat(values(reply)).containsExactly(ByteBuffer.allocate(4).putInt(id).array());
      }
      writing.join();
    }
  }

  @Test
  void frameOf48MiBGoesThereAndBack() throws Exception {
    byte[] large = new byte[48 << 20];
    new Random(1).nextBytes(large);
    int port = listen(echo);
    try (RawClient client = RawClient.welcome(port, Hello.client())) {
      client.write(request(1, large));

      assertThat(Arrays.equals(values(client.next()).get(0), large)).isTrue();
    }
  }

  @Test
  void frameOverTheLimitIsRefusedBeforeItHasCome() throws Exception {
    int port = listen(echo);
    try (RawClient client = RawClient.welcome(port, Hello.client())) {
      client.write(ByteBuffer.allocate(4).putInt(MAX_FRAME_BYTES + 1).array());

      Refused refused = HandshakeCodec.refused(client.next());
      assertThat(refused.reason()).isEqualTo(Refused.Reason.BAD_FRAME);
      assertThat(refused.detail()).contains("" + (MAX_FRAME_BYTES + 1)).contains("at most");
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void strangerThatSpeaksSomethingElseIsRefusedAndOthersGoOn() throws Exception {
    int port = listen(echo);
    try (RawClient client = RawClient.welcome(port, Hello.client());
        RawClient stranger = new RawClient(port)) {
      stranger.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      assertThat(HandshakeCodec.refused(stranger.next()).reason())
          .isEqualTo(Refused.Reason.BAD_FRAME);
      assertThat(stranger.isAtEnd()).isTrue();
      client.write(request(1, new byte[1]));
      assertThat(client.next().id()).isEqualTo(1);
    }
  }

  @Test
  void requestBeforeTheHelloIsRefused() throws Exception {
    int port = listen(echo);
    try (RawClient client = new RawClient(port)) {
      client.write(request(1, new byte[1]));

      assertThat(HandshakeCodec.refused(client.next()).detail())
          .isEqualTo("the first frame must be a hello, was REQUEST");
    }
  }

  @Test
  void peerIsRefusedOnTheClientsPort() throws Exception {
    int port = listen(echo);
    try (RawClient peer = new RawClient(port)) {
      peer.write(HandshakeCodec.encode(SELF));

      assertThat(HandshakeCodec.refused(peer.next()))
          .isEqualTo(
              new Refused(
                  Refused.Reason.ROLE, "this is the clients' port, peers have one of their own"));
    }
  }

  @Test
  void otherVersionIsRefusedAndBothAreNamed() throws Exception {
    int port = listen(echo);
    try (RawClient client = new RawClient(port)) {
      client.write(
          HandshakeCodec.encode(new Hello(99, Hello.Role.CLIENT, null, null, 0, List.of())));

      assertThat(HandshakeCodec.refused(client.next()))
          .isEqualTo(
              new Refused(
                  Refused.Reason.VERSION, "protocol version 99, this node speaks version 1"));
    }
  }

  @Test
  void requestThatCannotBeReadIsAnsweredByItsIdAndTheConnectionGoesOn() throws Exception {
    int port = listen(echo);
    byte[] unreadable = {0, 0, 0, 5, 0x08, 9, 0x22, 1, 0x7f};
    try (RawClient client = RawClient.welcome(port, Hello.client())) {
      client.write(unreadable);
      Frame reply = client.next();
      assertThat(reply.id()).isEqualTo(9);
      Failed failed = (Failed) ClientCodec.reply(reply);
      assertThat(failed.code()).isEqualTo(Code.NOT_UNDERSTOOD);
      assertThat(failed.ringDigest()).isEqualTo(42);

      client.write(request(10, new byte[1]));
      assertThat(client.next().id()).isEqualTo(10);
    }
  }

  @Test
  void clientWithTooMuchUnderWayIsNotReadUntilThereIsRoom() throws Exception {
    int port = listen(later, new PortLimits(1000, 10, 3, 1000, 1 << 20, false, 60_000));
    try (RawClient client = RawClient.welcome(port, Hello.client());
        RawClient other = RawClient.welcome(port, Hello.client())) {
      for (int id = 1; id <= 10; id++) {
        client.write(request(id, new byte[] {(byte) id}));
      }
      Queue<Consumer<ClientReply>> replies = new ArrayDeque<>();
      for (int i = 0; i < 3; i++) {
        replies.add(waiting.poll(60, TimeUnit.SECONDS));
      }
      // What the other client asks comes after the loop has seen all ten.
      other.write(request(100, new byte[] {100}));
      replies.add(waiting.poll(60, TimeUnit.SECONDS));
      assertThat(arrived).hasSize(4);
      assertThat(((ClientRequest.Get) List.copyOf(arrived).get(3)).key()).containsExactly(100);

      Set<Long> answered = new HashSet<>();
      for (int i = 0; i < 11; i++) {
        Consumer<ClientReply> reply =
            replies.isEmpty() ? waiting.poll(60, TimeUnit.SECONDS) : replies.remove();
        context.runOnContext(turn -> reply.accept(new ClientReply.Stored(null, 1, List.of(), 1)));
        answered.add((i == 3 ? other : client).next().id());
      }
      assertThat(answered).hasSize(11).contains(1L, 10L, 100L);
    }
  }

  @Test
  void connectionOverTheLimitIsRefused() throws Exception {
    int port = listen(echo, new PortLimits(1000, 1, 3, 1000, 1 << 20, false, 60_000));
    try (RawClient first = RawClient.welcome(port, Hello.client());
        RawClient second = new RawClient(port)) {
      assertThat(HandshakeCodec.refused(second.next()).reason())
          .isEqualTo(Refused.Reason.TOO_MANY_CONNECTIONS);
      first.write(request(1, new byte[1]));
      assertThat(first.next().id()).isEqualTo(1);
    }
  }

  @Test
  void connectionThatSaysNothingIsClosed() throws Exception {
    int port = listen(echo, new PortLimits(1000, 10, 3, 1000, 1 << 20, false, 50));
    try (RawClient silent = new RawClient(port)) {
      assertThat(HandshakeCodec.refused(silent.next()).detail()).contains("no hello within 50 ms");
      assertThat(silent.isAtEnd()).isTrue();
    }
  }

  @Test
  void clientThatIsGoneWhenItsReplyIsReadyDoesNoHarm() throws Exception {
    int port = listen(later);
    try (RawClient client = RawClient.welcome(port, Hello.client())) {
      client.write(request(1, new byte[1]));
      Consumer<ClientReply> reply = waiting.poll(60, TimeUnit.SECONDS);
      client.halfClose();
      assertThat(client.isAtEnd()).isTrue();
      context.runOnContext(turn -> reply.accept(new ClientReply.Stored(null, 1, List.of(), 1)));
    }
    try (RawClient next = RawClient.welcome(port, Hello.client())) {
      next.write(request(2, new byte[1]));
      Consumer<ClientReply> reply = waiting.poll(60, TimeUnit.SECONDS);
      context.runOnContext(turn -> reply.accept(new ClientReply.Stored(null, 1, List.of(), 1)));
      assertThat(next.next().id()).isEqualTo(2);
    }
  }

  @Test
  void closingAnswersWhatIsUnderWayFirst() throws Exception {
    ClientPortServer server = server(later, PATIENT);
    int port = get(server.listen("127.0.0.1", 0));
    try (RawClient client = RawClient.welcome(port, Hello.client())) {
      client.write(request(1, new byte[1]));
      Consumer<ClientReply> reply = waiting.poll(60, TimeUnit.SECONDS);

      Future<Void> closed = server.close(60_000);
      context.runOnContext(turn -> reply.accept(new ClientReply.Stored(null, 1, List.of(), 1)));

      assertThat(client.next().id()).isEqualTo(1);
      assertThat(client.isAtEnd()).isTrue();
      get(closed);
    }
  }

  @Test
  void portThatIsTakenIsAFailureOfListen() throws Exception {
    int port = listen(echo);
    Vertx other = Vertx.vertx();
    Future<Integer> second =
        new ClientPortServer(
                other.getOrCreateContext(),
                PortLimits.clients(MAX_FRAME_BYTES),
                () -> SELF,
                () -> 42,
                echo)
            .listen("127.0.0.1", port);

    assertThat(get(second.map(bound -> "bound").otherwise("failed"))).isEqualTo("failed");
    get(other.close());
  }

  private int listen(ClientRequestHandler handler) throws Exception {
    return listen(handler, PATIENT);
  }

  private int listen(ClientRequestHandler handler, PortLimits limits) throws Exception {
    return get(server(handler, limits).listen("127.0.0.1", 0));
  }

  private ClientPortServer server(ClientRequestHandler handler, PortLimits limits) {
    return new ClientPortServer(context, limits, () -> SELF, () -> 42, handler);
  }

  private static byte[] request(long id, byte[] key) {
    return ClientCodec.encode(id, new ClientRequest.Get(key, QuorumWish.DEFAULTS));
  }

  private static List<byte[]> values(Frame reply) throws Exception {
    return ((ClientReply.Values) ClientCodec.reply(reply)).values();
  }

  private static void write(RawClient client, byte[] frame) {
    try {
      client.write(frame);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
