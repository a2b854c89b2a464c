package io.dynamo.replication.context;

import io.dynamo.api.ByteReader;
import io.dynamo.api.ByteWriter;
import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.context.BadContextException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes contexts for clients, and reads those that come back (rule V8).
 *
 * <pre>
 * format(1)=1  keyId(4)  cluster(16)  position(16)
 * vector: count, {node, incarnation(8), epoch, counter}...   fastest: node, or length 0
 * mac(16): the first bytes of HMAC-SHA256 of all before
 * </pre>
 *
 * Numbers without a width are varints. At most {@value #MAX_BYTES} bytes (rule V11): if it is more,
 * entries that cover no live dot are left out, in the order of actors, until it fits; a put that
 * comes with it drops less, never more. The entries of 100 live dots always fit; if merging made
 * more than fit, live ones are left out too, in the same order, and stay as siblings.
 *
 * <p>Not thread-safe: each event loop has its own.
 */
public final class ContextCodec {
  /** The longest context, in bytes (not characters of its text). */
  public static final int MAX_BYTES = 8192;

  private static final int FORMAT = 1;
  private static final int HEAD_BYTES = 1 + 4 + ClusterId.BYTES + Position.BYTES;
  private static final int MIN_BYTES = HEAD_BYTES + 2 + ContextMac.BYTES;

  private final ClusterId cluster;
  private final List<ContextMac> macs;

  /**
   * A codec of this cluster.
   *
   * @param secrets the first signs, all verify
   * @throws IllegalArgumentException if there is none
   */
  public ContextCodec(ClusterId cluster, List<ContextSecret> secrets) {
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("contexts need at least one secret");
    }
    this.cluster = cluster;
    this.macs = new ArrayList<>(secrets.size());
    for (ContextSecret secret : secrets) {
      macs.add(new ContextMac(secret));
    }
  }

  /**
   * A context.
   *
   * @param key the place of the key it is for
   * @param liveDots of the versions that were shown
   */
  public byte[] encode(
      Position key, VersionVector vector, List<Dot> liveDots, @Nullable NodeId fastest) {
    int tail = 1 + (fastest == null ? 0 : fastest.value().length()) + ContextMac.BYTES;
    ContextEntries entries = new ContextEntries(vector, liveDots);
    List<Dot> fitting = entries.fitting(MAX_BYTES - HEAD_BYTES - tail);
    ByteWriter out = new ByteWriter(256);
    out.byte8(FORMAT);
    out.int32(macs.get(0).keyId());
    out.raw(cluster.toBytes());
    out.raw(key.toBytes());
    out.varint(fitting.size());
    for (Dot entry : fitting) {
      Actor actor = entry.actor();
      out.text(actor.node().value());
      out.long64(actor.incarnation());
      out.varint(actor.epoch());
      out.varint(entry.counter());
    }
    out.text(fastest == null ? "" : fastest.value());
    out.raw(macs.get(0).of(out.toBytes(), out.length()));
    return out.toBytes();
  }

  /** A context as base64url without padding, as it stands in a header. */
  public String encodeText(
      Position key, VersionVector vector, List<Dot> liveDots, @Nullable NodeId fastest) {
    byte[] token = encode(key, vector, liveDots, fastest);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /**
   * What {@link #encodeText} wrote.
   *
   * @throws BadContextException as {@link #decode}
   */
  public Context decodeText(Position key, String text) throws BadContextException {
    if (text.length() > (MAX_BYTES * 4 + 2) / 3) {
      throw tooLong();
    }
    byte[] token;
    try {
      token = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw damaged("it is not base64url: " + e.getMessage());
    }
    if (!Base64.getUrlEncoder().withoutPadding().encodeToString(token).equals(text)) {
      throw damaged("it is not base64url as this cluster writes it");
    }
    return decode(key, token);
  }

  /**
   * What {@link #encode} wrote.
   *
   * @param key the place of the key that the put is of
   * @throws BadContextException if it is damaged, forged, or of another key or cluster
   */
  public Context decode(Position key, byte[] token) throws BadContextException {
    checkShape(token);
    checkMac(token);
    if (!isOfThisCluster(token)) {
      throw otherCluster(token);
    }
    if (!Arrays.equals(token, 21, HEAD_BYTES, key.toBytes(), 0, Position.BYTES)) {
      throw new BadContextException(
          Reason.OTHER_KEY,
          "the context belongs to another key; use the one that a get of this key returned");
    }
    try {
      return body(new ByteReader(token, HEAD_BYTES, token.length - ContextMac.BYTES));
    } catch (IllegalArgumentException e) {
      throw damaged(e.getMessage());
    }
  }

  private static void checkShape(byte[] token) throws BadContextException {
    if (token.length > MAX_BYTES) {
      throw tooLong();
    }
    if (token.length < MIN_BYTES) {
      throw damaged("it has " + token.length + " bytes, the shortest has " + MIN_BYTES);
    }
    if (token[0] != FORMAT) {
      throw damaged("it is of format " + (token[0] & 0xff) + ", known is " + FORMAT);
    }
  }

  private void checkMac(byte[] token) throws BadContextException {
    int keyId = new ByteReader(token, 1, HEAD_BYTES).int32();
    boolean known = false;
    for (ContextMac mac : macs) {
      if (mac.keyId() == keyId) {
        known = true;
        if (mac.isOf(token)) {
          return;
        }
      }
    }
    if (!known && !isOfThisCluster(token)) {
      throw otherCluster(token);
    }
    String what =
        known
            ? "the context was changed or cut on its way; "
            : "the context is signed with a secret that this node does not have; ";
    throw new BadContextException(Reason.FORGED, what + "hand it back as the get returned it");
  }

  private boolean isOfThisCluster(byte[] token) {
    return Arrays.equals(token, 5, 21, cluster.toBytes(), 0, ClusterId.BYTES);
  }

  private BadContextException otherCluster(byte[] token) {
    ClusterId theirs = ClusterId.fromBytes(Arrays.copyOfRange(token, 5, 21));
    return new BadContextException(
        Reason.OTHER_CLUSTER,
        "the context belongs to cluster %s, this is %s; use one that a get of this cluster returned"
            .formatted(theirs, cluster));
  }

  private static BadContextException tooLong() {
    return damaged("it is longer than " + MAX_BYTES + " bytes");
  }

  private static BadContextException damaged(@Nullable String what) {
    return new BadContextException(
        Reason.DAMAGED, "the context is damaged; hand it back as the get returned it: " + what);
  }

  private static Context body(ByteReader in) {
    List<Dot> entries = new ArrayList<>();
    for (int i = in.count(ContextEntries.MIN_BYTES); i > 0; i--) {
      Actor actor = new Actor(new NodeId(in.text()), in.long64(), in.varint());
      entries.add(new Dot(actor, in.varint()));
    }
    String fastest = in.text();
    in.expectEnd();
    return new Context(VersionVector.of(entries), fastest.isEmpty() ? null : new NodeId(fastest));
  }
}
