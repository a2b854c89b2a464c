package io.dynamo.protocol;

import com.google.protobuf.ByteString;
import io.dynamo.api.ByteReader;
import io.dynamo.api.HashSum;
import io.dynamo.api.Key;
import io.dynamo.api.request.KeyState;
import io.dynamo.api.request.PartitionView;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.TreeEntry;
import io.dynamo.api.request.TreeRoot;
import io.dynamo.protocol.wire.PeerWire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maps what owners ask each other about their hash trees (Dynamo §4.7), and what they answer. What
 * does not fit is an IllegalArgumentException.
 */
final class TreeMessages {
  private TreeMessages() {}

  static PeerWire.TreeRoots wire(PeerRequest.TreeRoots roots) {
    PeerWire.TreeRoots.Builder wire = PeerWire.TreeRoots.newBuilder().setRing(roots.ring());
    for (PartitionView view : roots.partitions()) {
      wire.addPartitions(view.partition()).addViews(view.digest());
    }
    return wire.build();
  }

  static PeerRequest.TreeRoots roots(PeerWire.TreeRoots wire) {
    boolean views = wire.getViewsCount() == wire.getPartitionsCount();
    List<PartitionView> partitions = new ArrayList<>(wire.getPartitionsCount());
    for (int i = 0; i < wire.getPartitionsCount(); i++) {
      partitions.add(new PartitionView(wire.getPartitions(i), views ? wire.getViews(i) : 0));
    }
    return new PeerRequest.TreeRoots(wire.getRing(), partitions);
  }

  static PeerWire.TreeSums wire(PeerRequest.TreeSums sums) {
    return PeerWire.TreeSums.newBuilder()
        .setFirstLeaf(sums.firstLeaf())
        .setLeaves(sums.leaves())
        .setParts(sums.parts())
        .build();
  }

  static PeerRequest.TreeSums sums(PeerWire.TreeSums wire) {
    return new PeerRequest.TreeSums(wire.getFirstLeaf(), wire.getLeaves(), wire.getParts());
  }

  static PeerWire.LeafEntries wire(PeerRequest.LeafEntries entries) {
    PeerWire.LeafEntries.Builder wire = PeerWire.LeafEntries.newBuilder().setLeaf(entries.leaf());
    Key after = entries.after();
    return (after == null ? wire : wire.setAfter(Wire.field(after.bytes()))).build();
  }

  static PeerRequest.LeafEntries leafEntries(PeerWire.LeafEntries wire) {
    @Nullable Key after = wire.hasAfter() ? Key.of(Wire.bytes(wire.getAfter())) : null;
    return new PeerRequest.LeafEntries(wire.getLeaf(), after);
  }

  static PeerWire.Fetch wire(PeerRequest.Fetch fetch) {
    PeerWire.Fetch.Builder wire = PeerWire.Fetch.newBuilder().setPartition(fetch.partition());
    fetch.keys().forEach(key -> wire.addKeys(Wire.field(key.bytes())));
    return wire.build();
  }

  static PeerRequest.Fetch fetch(PeerWire.Fetch wire) {
    List<Key> keys = new ArrayList<>(wire.getKeysCount());
    wire.getKeysList().forEach(key -> keys.add(Key.of(Wire.bytes(key))));
    return new PeerRequest.Fetch(wire.getPartition(), keys);
  }

  static PeerWire.Roots wire(PeerReply.Roots roots) {
    PeerWire.Roots.Builder wire = PeerWire.Roots.newBuilder();
    for (TreeRoot root : roots.roots()) {
      wire.addRoots(
          PeerWire.Root.newBuilder()
              .setPartition(root.partition())
              .setSum(Wire.field(root.sum().toBytes()))
              .setWhole(root.whole())
              .setGeneration(Generations.wire(root.generation()))
              .setLosses(root.losses()));
    }
    return wire.build();
  }

  static PeerReply.Roots roots(PeerWire.Roots wire) {
    List<TreeRoot> roots = new ArrayList<>(wire.getRootsCount());
    for (PeerWire.Root root : wire.getRootsList()) {
      roots.add(
          new TreeRoot(
              root.getPartition(),
              sum(root.getSum()),
              root.getWhole(),
              Generations.generation(root.getGeneration()),
              root.getLosses()));
    }
    return new PeerReply.Roots(roots);
  }

  static PeerWire.Sums wire(PeerReply.Sums sums) {
    ByteBuffer packed = ByteBuffer.allocate(sums.sums().size() * HashSum.BYTES);
    sums.sums().forEach(sum -> packed.putLong(sum.high()).putLong(sum.low()));
    return PeerWire.Sums.newBuilder().setSums(Wire.field(packed.array())).build();
  }

  static PeerReply.Sums sums(PeerWire.Sums wire) {
    int count = wire.getSums().size() / HashSum.BYTES;
    ByteReader packed = Wire.reader(wire.getSums());
    List<HashSum> sums = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sums.add(new HashSum(packed.long64(), packed.long64()));
    }
    packed.expectEnd();
    return new PeerReply.Sums(sums);
  }

  static PeerWire.Entries wire(PeerReply.Entries entries) {
    PeerWire.Entries.Builder wire = PeerWire.Entries.newBuilder().setMore(entries.more());
    entries.entries().forEach(entry -> wire.addEntries(wire(entry)));
    return wire.build();
  }

  static PeerReply.Entries entries(PeerWire.Entries wire) {
    return new PeerReply.Entries(entries(wire.getEntriesList()), wire.getMore());
  }

  static PeerWire.Fetched wire(PeerReply.Fetched fetched) {
    PeerWire.Fetched.Builder wire =
        PeerWire.Fetched.newBuilder().setGeneration(Generations.wire(fetched.generation()));
    for (KeyState found : fetched.states()) {
      wire.addStates(
          PeerWire.KeyState.newBuilder()
              .setKey(Wire.field(found.key().bytes()))
              .setState(States.field(found.state())));
    }
    return wire.build();
  }

  static PeerReply.Fetched fetched(PeerWire.Fetched wire) {
    List<KeyState> states = new ArrayList<>(wire.getStatesCount());
    for (PeerWire.KeyState found : wire.getStatesList()) {
      states.add(new KeyState(Key.of(Wire.bytes(found.getKey())), States.state(found.getState())));
    }
    return new PeerReply.Fetched(states, Generations.generation(wire.getGeneration()));
  }

  static PeerWire.Entry wire(TreeEntry entry) {
    return PeerWire.Entry.newBuilder()
        .setKey(Wire.field(entry.key().bytes()))
        .setHash(Wire.field(entry.hash().toBytes()))
        .build();
  }

  static TreeEntry entry(PeerWire.Entry wire) {
    return new TreeEntry(Key.of(Wire.bytes(wire.getKey())), sum(wire.getHash()));
  }

  static List<TreeEntry> entries(List<PeerWire.Entry> wire) {
    List<TreeEntry> entries = new ArrayList<>(wire.size());
    wire.forEach(entry -> entries.add(entry(entry)));
    return entries;
  }

  static HashSum sum(ByteString field) {
    if (field.size() != HashSum.BYTES) {
      throw new IllegalArgumentException(
          "a hash sum must be " + HashSum.BYTES + " bytes, was " + field.size());
    }
    return HashSum.fromBytes(Wire.bytes(field));
  }
}
