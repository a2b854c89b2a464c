package io.dynamo.server.frontend;

import io.dynamo.api.Key;
import io.dynamo.api.KeyHash;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.request.GetCommand;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Quorum;
import io.dynamo.api.versioning.ConflictResolver.Value;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.context.BadContextException;
import io.dynamo.replication.context.ContextCodec;
import io.dynamo.replication.versioning.RequestIdentities;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Get and put between the front ends and the {@link Coordinator}: checks limits, reads and makes
 * contexts (rules V8, V9), has siblings resolved, and bounds what is under way. Confined to one
 * loop, with no thread of its own.
 */
public final class KeyValueService implements KeyValues {
  private final Coordinator coordinator;
  private final KeyHash keyHash;
  private final ContextCodec contexts;
  private final ResolverRunner resolver;
  private final InFlight inFlight;
  private final RequestRules rules;

  /** A service on one loop; every port must belong to that loop. */
  public KeyValueService(
      Coordinator coordinator,
      KeyHash keyHash,
      ContextCodec contexts,
      ResolverRunner resolver,
      InFlight inFlight,
      ServiceLimits limits) {
    this.coordinator = coordinator;
    this.keyHash = keyHash;
    this.contexts = contexts;
    this.resolver = resolver;
    this.inFlight = inFlight;
    this.rules = new RequestRules(limits);
  }

  @Override
  public void get(GetRequest request, Consumer<KeyValueResult> answer) {
    GetCommand command;
    try {
      Key key = rules.key(request.key());
      command = new GetCommand(key, rules.quorum(request.wish(), "r"));
    } catch (BadRequestException e) {
      answer.accept(e.asResult());
      return;
    }
    InFlight.@Nullable Ticket ticket = inFlight.tryBegin(0);
    if (ticket == null) {
      answer.accept(overloaded());
      return;
    }
    try {
      coordinator.get(
          command,
          outcome -> {
            ticket.end();
            show(command.key(), outcome, answer);
          });
    } catch (RuntimeException bug) {
      ticket.end();
      throw bug;
    }
  }

  @Override
  public void put(PutRequest request, Consumer<KeyValueResult> answer) {
    PutCommand command;
    try {
      command = command(request);
    } catch (BadRequestException e) {
      answer.accept(e.asResult());
      return;
    }
    InFlight.@Nullable Ticket ticket = inFlight.tryBegin(command.value().length);
    if (ticket == null) {
      answer.accept(overloaded());
      return;
    }
    try {
      coordinator.put(
          command,
          outcome -> {
            ticket.end();
            answer.accept(result(command.key(), outcome));
          });
    } catch (RuntimeException bug) {
      ticket.end();
      throw bug;
    }
  }

  private PutCommand command(PutRequest request) throws BadRequestException {
    Key key = rules.key(request.key());
    rules.value(request.value());
    Quorum quorum = rules.quorum(request.wish(), "w");
    byte[] requestId = request.requestId();
    if (requestId != null) {
      rules.requestId(requestId);
    }
    VersionVector vector = vector(key, request.context());
    @Nullable RequestIdentity identity =
        requestId == null
            ? null
            : RequestIdentities.of(requestId, vector, request.tombstone(), request.value());
    return new PutCommand(key, vector, request.tombstone(), request.value(), identity, quorum);
  }

  private VersionVector vector(Key key, byte @Nullable [] context) throws BadRequestException {
    if (context == null) {
      return VersionVector.EMPTY;
    }
    try {
      return contexts.decode(keyHash.position(key), context).vector();
    } catch (BadContextException e) {
      Failure failure =
          switch (e.reason()) {
            case DAMAGED -> Failure.CONTEXT_DAMAGED;
            case FORGED -> Failure.CONTEXT_FORGED;
            case OTHER_KEY -> Failure.CONTEXT_OTHER_KEY;
            case OTHER_CLUSTER -> Failure.CONTEXT_OTHER_CLUSTER;
          };
      throw new BadRequestException(failure, String.valueOf(e.getMessage()), 0);
    }
  }

  private void show(Key key, GetOutcome outcome, Consumer<KeyValueResult> answer) {
    if (outcome instanceof GetOutcome.Answered answered) {
      show(key, answered, answer);
    } else if (outcome instanceof GetOutcome.Unavailable unavailable) {
      answer.accept(Outcomes.unavailable(unavailable));
    } else if (outcome instanceof GetOutcome.Impossible impossible) {
      answer.accept(Outcomes.impossible(impossible.needed(), impossible.members()));
    }
  }

  private void show(Key key, GetOutcome.Answered answered, Consumer<KeyValueResult> answer) {
    Siblings state = answered.state();
    byte @Nullable [] context = state.isNone() ? null : context(key, answered);
    List<Version> live = state.live();
    if (live.size() < 2) {
      answer.accept(new KeyValueResult.Values(context, bytes(live), answered.repliers()));
      return;
    }
    List<Value> siblings = new ArrayList<>(live.size());
    for (Version version : live) {
      siblings.add(new Value(version.value(), version.timestamp()));
    }
    resolver.resolve(
        key,
        siblings,
        resolved -> {
          List<byte[]> values = new ArrayList<>(resolved.size());
          for (Value value : resolved) {
            values.add(value.bytes());
          }
          answer.accept(new KeyValueResult.Values(context, values, answered.repliers()));
        });
  }

  /** Covers exactly the state that was read; tombstones stand in it like values. */
  private byte[] context(Key key, GetOutcome.Answered answered) {
    List<Dot> dots = new ArrayList<>(answered.state().versions().size());
    for (Version version : answered.state().versions()) {
      dots.add(version.dot());
    }
    Position position = keyHash.position(key);
    return contexts.encode(position, answered.state().vector(), dots, answered.fastest());
  }

  private KeyValueResult result(Key key, PutOutcome outcome) {
    if (outcome instanceof PutOutcome.Stored stored) {
      return new KeyValueResult.Stored(context(key, stored), stored.siblings(), stored.repliers());
    } else if (outcome instanceof PutOutcome.Unknown unknown) {
      return Outcomes.unknown(unknown);
    } else if (outcome instanceof PutOutcome.Unavailable unavailable) {
      return Outcomes.unavailable(unavailable);
    } else if (outcome instanceof PutOutcome.Impossible impossible) {
      return Outcomes.impossible(impossible.needed(), impossible.members());
    } else if (outcome instanceof PutOutcome.TooManySiblings many) {
      VersionVector vector = many.context();
      return Outcomes.tooManySiblings(
          many, contexts.encode(keyHash.position(key), vector, vector.entries(), null));
    } else if (outcome instanceof PutOutcome.Refused refused) {
      return Outcomes.refused(refused);
    }
    throw new IllegalStateException("unknown outcome " + outcome);
  }

  /** The outcome does not say which entry covers the one live dot, so all are kept. */
  private byte @Nullable [] context(Key key, PutOutcome.Stored stored) {
    VersionVector vector = stored.context();
    if (vector == null) {
      return null;
    }
    @Nullable NodeId first = stored.repliers().isEmpty() ? null : stored.repliers().get(0).node();
    return contexts.encode(keyHash.position(key), vector, vector.entries(), first);
  }

  private static List<byte[]> bytes(List<Version> versions) {
    List<byte[]> values = new ArrayList<>(versions.size());
    for (Version version : versions) {
      values.add(version.value());
    }
    return values;
  }

  private KeyValueResult.Failed overloaded() {
    return new FailedBuilder(
            Failure.OVERLOADED,
            "the node has "
                + inFlight.requests()
                + " requests and "
                + inFlight.bytes()
                + " bytes of values under way, its bound; try later")
        .build();
  }
}
