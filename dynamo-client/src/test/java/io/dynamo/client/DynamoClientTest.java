package io.dynamo.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.protocol.ClientReply;
import io.dynamo.protocol.ClientReply.Code;
import io.dynamo.protocol.ClientRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the client makes of answers that a healthy cluster seldom gives. */
class DynamoClientTest {
  private static final Key KEY = Key.of("k");
  private static final ClientReply NOTHING = new ClientReply.Values(null, List.of(), List.of(), 1);
  private static final ClientReply STORED = new ClientReply.Stored(new byte[] {1}, 1, List.of(), 1);

  /** V10: the same put again under the same request id, and the function is not asked again. */
  @Test
  void anUpdateThatMayHaveHappenedIsPutAgainAsItWasWhateverComesBetween() throws Exception {
    ArrayDeque<ClientReply> puts =
        new ArrayDeque<>(
            List.of(
                failed(Code.UNKNOWN_OUTCOME),
                failed(Code.UNAVAILABLE),
                failed(Code.TOO_MANY_SIBLINGS),
                STORED));
    AtomicInteger asked = new AtomicInteger();
    try (ScriptedNode node = scripted(puts);
        DynamoClient client = DynamoClient.connect(ClientOptions.of(node.address()))) {
      UpdateResult result =
          client
              .blocking()
              .update(KEY, values -> Change.put(new byte[] {(byte) asked.incrementAndGet()}));
      assertThat(result).isInstanceOf(UpdateResult.Updated.class);
      assertThat(asked).hasValue(1);
      assertThat(putsOf(node)).hasSize(4);
      assertThat(putsOf(node))
          .allSatisfy(
              put -> {
                assertThat(put.requestId()).isEqualTo(putsOf(node).get(0).requestId());
                assertThat(put.value()).containsExactly(1);
              });
    }
  }

  @Test
  void anUpdateThatMayHaveHappenedNeverEndsAsOneThatDidNothing() throws Exception {
    ArrayDeque<ClientReply> puts = new ArrayDeque<>(List.of(failed(Code.UNKNOWN_OUTCOME)));
    for (int i = 0; i < 10; i++) {
      puts.add(failed(Code.DISK_FULL));
    }
    try (ScriptedNode node = scripted(puts);
        DynamoClient client =
            DynamoClient.connect(ClientOptions.of(node.address()).withUpdateAttempts(3))) {
      assertThat(client.blocking().update(KEY, values -> Change.put(new byte[1])))
          .isInstanceOfSatisfying(
              UpdateResult.Failed.class,
              failed -> assertThat(failed.last()).isInstanceOf(PutResult.Unknown.class));
    }
  }

  @Test
  void anUpdateThatDidNothingBeginsAgainFromTheGet() throws Exception {
    ArrayDeque<ClientReply> puts = new ArrayDeque<>(List.of(failed(Code.UNAVAILABLE), STORED));
    AtomicInteger asked = new AtomicInteger();
    try (ScriptedNode node = scripted(puts);
        DynamoClient client = DynamoClient.connect(ClientOptions.of(node.address()))) {
      client
          .blocking()
          .update(KEY, values -> Change.put(new byte[] {(byte) asked.incrementAndGet()}));
      assertThat(asked).hasValue(2);
      assertThat(putsOf(node).get(0).requestId()).isNotEqualTo(putsOf(node).get(1).requestId());
    }
  }

  @Test
  void aNodeThatAcceptsAndSaysNothingIsGivenUpForAnother() throws Exception {
    try (ScriptedNode hung = ScriptedNode.hung();
        ScriptedNode node = scripted(new ArrayDeque<>(List.of(STORED, STORED, STORED)));
        DynamoClient client =
            DynamoClient.connect(ClientOptions.of(hung.address(), node.address()))) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.blocking().put(KEY, new byte[1], null))
            .isInstanceOf(PutResult.Stored.class);
      }
    }
  }

  @Test
  void aNodeThatNeverGreetsTakesAPartOfARequestsTimeAndThenNone() throws Exception {
    try (ScriptedNode hung = ScriptedNode.hung();
        ScriptedNode node = ScriptedNode.answering(request -> STORED);
        DynamoClient client =
            DynamoClient.connect(
                ClientOptions.of(hung.address(), node.address())
                    .withTimeout(Duration.ofMillis(1500)))) {
      assertThat(client.blocking().put(KEY, new byte[1], null))
          .isInstanceOf(PutResult.Stored.class);
      long begin = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        assertThat(client.blocking().put(KEY, new byte[1], null))
            .isInstanceOf(PutResult.Stored.class);
      }
      assertThat(System.nanoTime() - begin).isLessThan(10 * 375_000_000L);
    }
  }

  @Test
  void anUpdateThatWaitsEndsWhenTheClientIsClosed() throws Exception {
    CompletableFuture<Void> refused = new CompletableFuture<>();
    try (ScriptedNode node =
        ScriptedNode.answering(
            request -> {
              if (request instanceof ClientRequest.Put) {
                refused.complete(null);
                return failed(Code.UNAVAILABLE);
              }
              return NOTHING;
            })) {
      DynamoClient client =
          DynamoClient.connect(ClientOptions.of(node.address()).withUpdateAttempts(1000));
      CompletableFuture<UpdateResult> update =
          client.update(KEY, values -> Change.put(new byte[1])).toCompletableFuture();
      refused.get(10, TimeUnit.SECONDS);
      client.close();
      assertThat(update.get(10, TimeUnit.SECONDS)).isInstanceOf(UpdateResult.Failed.class);
      assertThat(client.get(KEY).toCompletableFuture().get(10, TimeUnit.SECONDS))
          .isInstanceOf(Failure.class);
    }
  }

  private static ScriptedNode scripted(ArrayDeque<ClientReply> puts) throws Exception {
    return ScriptedNode.answering(
        request -> request instanceof ClientRequest.Put ? puts.remove() : NOTHING);
  }

  private static List<ClientRequest.Put> putsOf(ScriptedNode node) {
    return node.requests.stream()
        .filter(ClientRequest.Put.class::isInstance)
        .map(ClientRequest.Put.class::cast)
        .toList();
  }

  private static ClientReply failed(Code code) {
    return code == Code.TOO_MANY_SIBLINGS
        ? ClientReply.Failed.tooManySiblings("full", 100, new byte[] {1}, 1)
        : ClientReply.Failed.of(code, code.name(), 1);
  }
}
