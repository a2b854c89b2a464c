package io.dynamo.replication.actor;

import io.dynamo.api.ByteReader;
import io.dynamo.api.ByteWriter;
import io.dynamo.api.NodeId;
import io.dynamo.api.node.NodeLog;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.storage.StorageException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this node durably knows of the starts of others (rule V5), and its judgement on a new one.
 * If another start of that name is noted, it first asks whether that process still lives: of two
 * living nodes of one name the later is refused. A twin at an address that the membership does not
 * know cannot be asked, so it is found by its start number only.
 *
 * <p>Belongs to one loop. Taking a start writes to the log, which blocks for some milliseconds;
 * that happens once per start of a member.
 */
public final class StartRegister {
  /** How many names are kept; a start of one more is answered as if a higher one were known. */
  static final int MAX_NODES = 10_000;

  static final String STARTS = "starts";
  private static final int FORMAT = 1;
  private static final long PING_NANOS = 500_000_000;

  private final NodeId self;
  private final long ownNonce;
  private final NodeLog log;
  private final Transport transport;
  private final TreeMap<NodeId, Start> starts;

  /** A start as it was announced. */
  private record Start(long number, long nonce) {}

  /**
   * A register of what the log has.
   *
   * @param ownNonce of this node's own start
   * @throws StorageException if the entry cannot be read
   */
  public StartRegister(NodeId self, long ownNonce, NodeLog log, Transport transport) {
    this.self = self;
    this.ownNonce = ownNonce;
    this.log = log;
    this.transport = transport;
    this.starts = new TreeMap<>(decode(log.read(STARTS)));
  }

  /**
   * Judges a start; the same announcement again gets the same answer.
   *
   * @param reply gets a {@link PeerReply.StartAnswer}, or a {@link Refusal} if the start could not
   *     be noted; once, now or on this loop later
   */
  public void onAnnounce(PeerRequest.AnnounceStart announced, Consumer<PeerReply> reply) {
    Start known = starts.get(announced.node());
    if (announced.node().equals(self) && announced.nonce() != ownNonce) {
      reply.accept(answer(PeerReply.Verdict.TWIN_ALIVE, known));
    } else if (known == null || known.nonce() == announced.nonce()) {
      reply.accept(judge(announced));
    } else {
      ping(announced, known, reply);
    }
  }

  private void ping(PeerRequest.AnnounceStart announced, Start known, Consumer<PeerReply> reply) {
    transport.send(
        announced.node(),
        new PeerRequest.Ping(),
        PING_NANOS,
        new Transport.ReplyHandler() {
          @Override
          public void onReply(PeerReply answer) {
            if (answer instanceof PeerReply.Pong pong
                && pong.node().equals(announced.node())
                && pong.nonce() != announced.nonce()) {
              reply.accept(answer(PeerReply.Verdict.TWIN_ALIVE, known));
            } else {
              nobodyElse();
            }
          }

          @Override
          public void onFailure(Transport.Failure failure) {
            nobodyElse();
          }

          private void nobodyElse() {
            if (known.equals(starts.get(announced.node()))) {
              reply.accept(judge(announced));
            } else {
              onAnnounce(announced, reply);
            }
          }
        });
  }

  private PeerReply judge(PeerRequest.AnnounceStart announced) {
    Start next = new Start(announced.startNumber(), announced.nonce());
    Start known = starts.get(announced.node());
    if (next.equals(known)) {
      return answer(PeerReply.Verdict.TAKEN, next);
    }
    if (known != null && known.number() >= next.number()) {
      return answer(PeerReply.Verdict.KNOWN_HIGHER, known);
    }
    if (known == null && starts.size() >= MAX_NODES) {
      return answer(PeerReply.Verdict.KNOWN_HIGHER, next);
    }
    TreeMap<NodeId, Start> changed = new TreeMap<>(starts);
    changed.put(announced.node(), next);
    try {
      log.write(STARTS, encode(changed));
    } catch (StorageException e) {
      return new Refusal(
          Refusal.Reason.STORAGE_FAILED, "the start cannot be noted: " + e.getMessage());
    }
    starts.put(announced.node(), next);
    return answer(PeerReply.Verdict.TAKEN, next);
  }

  private static PeerReply answer(PeerReply.Verdict verdict, @Nullable Start known) {
    return new PeerReply.StartAnswer(verdict, known == null ? 0 : known.number());
  }

  private static byte[] encode(SortedMap<NodeId, Start> starts) {
    ByteWriter out = new ByteWriter(16 + 48 * starts.size());
    out.byte8(FORMAT);
    out.varint(starts.size());
    starts.forEach(
        (node, start) -> {
          out.text(node.value());
          out.varint(start.number());
          out.long64(start.nonce());
        });
    return out.toBytes();
  }

  private static SortedMap<NodeId, Start> decode(byte @Nullable [] entry) {
    TreeMap<NodeId, Start> starts = new TreeMap<>();
    if (entry == null) {
      return starts;
    }
    ByteReader in = new ByteReader(entry);
    int format = in.byte8();
    if (format != FORMAT) {
      throw new StorageException("register of starts has format " + format + ", known is 1");
    }
    for (int i = in.count(10); i > 0; i--) {
      starts.put(new NodeId(in.text()), new Start(in.varint(), in.long64()));
    }
    in.expectEnd();
    return starts;
  }
}
