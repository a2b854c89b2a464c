package io.dynamo.protocol;

import io.dynamo.api.request.Refusal.Reason;
import io.dynamo.protocol.wire.PeerWire;

/** Maps refusals, which stand alone as replies and inside the outcomes of puts. */
final class Refusals {
  private Refusals() {}

  static PeerWire.Refusal wire(Reason reason, String detail) {
    return PeerWire.Refusal.newBuilder().setReason(wire(reason)).setDetail(detail).build();
  }

  /** Its reason; one of a newer version is still a clear "no", of a node that is not understood. */
  static Reason reason(PeerWire.Refusal refusal) {
    return switch (refusal.getReason()) {
      case DISK_FULL -> Reason.DISK_FULL;
      case STORAGE_FAILED -> Reason.STORAGE_FAILED;
      case RECORD_DAMAGED -> Reason.RECORD_DAMAGED;
      case OVERLOADED -> Reason.OVERLOADED;
      case NOT_OWNER -> Reason.NOT_OWNER;
      case NOT_READY -> Reason.NOT_READY;
      case OTHER_CLUSTER -> Reason.OTHER_CLUSTER;
      case HINTS_FULL -> Reason.HINTS_FULL;
      case REMOVED -> Reason.REMOVED;
      case NOT_UNDERSTOOD, REASON_UNSPECIFIED, UNRECOGNIZED -> Reason.NOT_UNDERSTOOD;
    };
  }

  private static PeerWire.Refusal.Reason wire(Reason reason) {
    return switch (reason) {
      case DISK_FULL -> PeerWire.Refusal.Reason.DISK_FULL;
      case STORAGE_FAILED -> PeerWire.Refusal.Reason.STORAGE_FAILED;
      case RECORD_DAMAGED -> PeerWire.Refusal.Reason.RECORD_DAMAGED;
      case OVERLOADED -> PeerWire.Refusal.Reason.OVERLOADED;
      case NOT_OWNER -> PeerWire.Refusal.Reason.NOT_OWNER;
      case NOT_READY -> PeerWire.Refusal.Reason.NOT_READY;
      case OTHER_CLUSTER -> PeerWire.Refusal.Reason.OTHER_CLUSTER;
      case HINTS_FULL -> PeerWire.Refusal.Reason.HINTS_FULL;
      case REMOVED -> PeerWire.Refusal.Reason.REMOVED;
      case NOT_UNDERSTOOD -> PeerWire.Refusal.Reason.NOT_UNDERSTOOD;
    };
  }
}
