package io.dynamo.server.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.versioning.ConflictResolver;
import io.dynamo.protocol.ClientReply;
import io.dynamo.protocol.ClientReply.Code;
import io.dynamo.protocol.ClientRequest;
import io.dynamo.protocol.ClientRequest.QuorumWish;
import io.dynamo.replication.context.ContextCodec;
import io.dynamo.replication.context.ContextSecret;
import io.dynamo.ring.Md5KeyHash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The clients' port, over the service and a store in memory. */
final class KeyValueRequestHandlerTest {
  private static final byte[] KEY = {1};
  private static final byte[] VALUE = {2};

  private final MemoryCoordinator store = new MemoryCoordinator();
  private ResolverRunner resolver = ResolverRunner.SIBLINGS;

  @Test
  void aContextOfAPutReplacesWhatItCovers() {
    ClientReply.Stored first = (ClientReply.Stored) put(null, VALUE);
    assertThat(first.context()).isNotNull();
    assertThat(first.siblings()).isEqualTo(1);
    assertThat(first.repliers()).isEqualTo(MemoryCoordinator.REPLIERS);

    put(first.context(), new byte[] {3});
    assertThat(get().values()).containsExactly(new byte[] {3});
  }

  @Test
  void aBlindPutMakesASiblingAndGetsNoContext() {
    put(null, VALUE);
    ClientReply.Stored second = (ClientReply.Stored) put(null, new byte[] {3});
    assertThat(second.context()).as("V9").isNull();
    assertThat(second.siblings()).isEqualTo(2);
    assertThat(get().values()).hasSize(2);
  }

  @Test
  void aResolverShowsOneValueAndTheContextStillCoversAll() {
    resolver = ResolverRunner.direct((key, siblings) -> siblings.subList(siblings.size() - 1, 2));
    put(null, VALUE);
    put(null, new byte[] {3});
    ClientReply.Values resolved = get();
    assertThat(resolved.values()).containsExactly(new byte[] {3});

    put(resolved.context(), new byte[] {4});
    resolver = ResolverRunner.SIBLINGS;
    assertThat(get().values()).as("V9").containsExactly(new byte[] {4});
  }

  @Test
  void aSingleValueIsNeverGivenToTheResolver() {
    ConflictResolver failing =
        (key, siblings) -> {
          throw new AssertionError("called with " + siblings.size());
        };
    resolver = ResolverRunner.direct(failing);
    put(null, VALUE);
    assertThat(get().values()).containsExactly(VALUE);
  }

  @Test
  void aRetryWithTheSameRequestIdIsNoSibling() {
    ClientRequest put =
        new ClientRequest.Put(KEY, null, false, VALUE, new byte[] {7}, QuorumWish.DEFAULTS);
    handle(put);
    ClientReply.Stored retried = (ClientReply.Stored) handle(put);
    assertThat(retried.siblings()).as("V10").isEqualTo(1);
    assertThat(get().values()).containsExactly(VALUE);
  }

  @Test
  void eachBadRequestHasItsCode() {
    expect(new ClientRequest.Get(new byte[0], QuorumWish.DEFAULTS), Code.EMPTY_KEY);
    expect(new ClientRequest.Get(new byte[65_537], QuorumWish.DEFAULTS), Code.KEY_TOO_LONG);
    expect(new ClientRequest.Get(KEY, new QuorumWish(9, 0, true, 0)), Code.BAD_QUORUM);
    expect(new ClientRequest.Get(KEY, new QuorumWish(0, -1, true, 0)), Code.BAD_QUORUM);
    expect(new ClientRequest.Get(KEY, new QuorumWish(0, 0, true, -1)), Code.BAD_REQUEST);
    expect(new ClientRequest.Get(KEY, new QuorumWish(0, 0, true, 999_999)), Code.BAD_REQUEST);
    expect(put(null, new byte[101], null), Code.VALUE_TOO_LARGE);
    expect(put(new byte[] {1}, VALUE, null), Code.BAD_CONTEXT);
    expect(put(null, VALUE, new byte[0]), Code.BAD_REQUEST);
    expect(put(null, VALUE, new byte[65]), Code.BAD_REQUEST);
    assertThat(store.lastPut()).isNull();
    assertThat(store.lastGet()).isNull();
  }

  @Test
  void failuresCarryTheirNumbers() {
    store.failNextGet(new GetOutcome.Unavailable(2, List.of(), "n2: no reply"));
    ClientReply.Failed unavailable =
        expect(new ClientRequest.Get(KEY, QuorumWish.DEFAULTS), Code.UNAVAILABLE);
    assertThat(unavailable.needed()).isEqualTo(2);
    assertThat(unavailable.answered()).isZero();

    store.failNextPut(new PutOutcome.Impossible(3, 2));
    ClientReply.Failed impossible = expect(put(null, VALUE, null), Code.QUORUM_IMPOSSIBLE);
    assertThat(List.of(impossible.needed(), impossible.answered())).containsExactly(3, 2);

    for (int i = 0; i < 100; i++) {
      put(null, VALUE);
    }
    ClientReply.Failed many = expect(put(null, VALUE, null), Code.TOO_MANY_SIBLINGS);
    assertThat(many.siblings()).isEqualTo(100);
    assertThat(put(many.context(), VALUE)).isInstanceOf(ClientReply.Stored.class);
    assertThat(get().values()).hasSize(1);
  }

  @Test
  void infoIsAnsweredBeforeThereIsARing() {
    ClientReply.Info info = (ClientReply.Info) handle(new ClientRequest.Info());
    assertThat(info.clusterName()).isEqualTo("tests");
    assertThat(info.cluster()).isNull();
    assertThat(info.node()).isEqualTo(new NodeId("n1"));
    assertThat(info.maxValueBytes()).isEqualTo(100);
    assertThat(info.ringDigest()).isZero();
  }

  private ClientReply.Values get() {
    return (ClientReply.Values) handle(new ClientRequest.Get(KEY, QuorumWish.DEFAULTS));
  }

  private ClientReply put(byte[] context, byte[] value) {
    return handle(put(context, value, null));
  }

  private static ClientRequest put(byte[] context, byte[] value, byte[] requestId) {
    return new ClientRequest.Put(KEY, context, false, value, requestId, QuorumWish.DEFAULTS);
  }

  private ClientReply.Failed expect(ClientRequest request, Code code) {
    ClientReply.Failed failed = (ClientReply.Failed) handle(request);
    assertThat(failed.code()).isEqualTo(code);
    assertThat(failed.message()).isNotEmpty();
    return failed;
  }

  private ClientReply handle(ClientRequest request) {
    ContextSecret secret = new ContextSecret(new byte[32]);
    KeyValueService service =
        new KeyValueService(
            store,
            new Md5KeyHash(),
            new ContextCodec(new ClusterId(1, 2), List.of(secret)),
            resolver,
            new InFlight(10, 1_000),
            new ServiceLimits(100, 3, 1_000_000_000));
    List<ClientReply> replies = new ArrayList<>();
    new KeyValueRequestHandler(service, new NodeId("n1"), "tests", 100, () -> null)
        .handle(request, replies::add);
    assertThat(replies).hasSize(1);
    return replies.get(0);
  }
}
