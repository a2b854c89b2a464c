package io.dynamo.protocol;

import io.dynamo.protocol.ClientReply.Code;
import io.dynamo.protocol.ClientReply.Failed;
import io.dynamo.protocol.wire.ClientWire;

/** Writes and reads {@link Failed}, the one reply with a code. */
final class ClientFailures {
  private ClientFailures() {}

  static ClientWire.Failed wire(Failed failed) {
    ClientWire.Failed.Builder wire =
        ClientWire.Failed.newBuilder()
            .setCode(wire(failed.code()))
            .setMessage(failed.message())
            .setNeeded(failed.needed())
            .setAnswered(failed.answered())
            .setSiblings(failed.siblings());
    byte[] context = failed.context();
    if (context != null) {
      wire.setContext(Wire.field(context));
    }
    return wire.build();
  }

  static Failed failed(ClientWire.Failed wire, long digest) {
    return new Failed(
        code(wire.getCode()),
        wire.getMessage(),
        wire.getNeeded(),
        wire.getAnswered(),
        wire.getSiblings(),
        Wire.bytesIf(wire.hasContext(), wire.getContext()),
        digest);
  }

  private static ClientWire.Failed.Code wire(Code code) {
    return switch (code) {
      case EMPTY_KEY -> ClientWire.Failed.Code.EMPTY_KEY;
      case KEY_TOO_LONG -> ClientWire.Failed.Code.KEY_TOO_LONG;
      case VALUE_TOO_LARGE -> ClientWire.Failed.Code.VALUE_TOO_LARGE;
      case BAD_CONTEXT -> ClientWire.Failed.Code.BAD_CONTEXT;
      case BAD_QUORUM -> ClientWire.Failed.Code.BAD_QUORUM;
      case BAD_REQUEST -> ClientWire.Failed.Code.BAD_REQUEST;
      case TOO_MANY_SIBLINGS -> ClientWire.Failed.Code.TOO_MANY_SIBLINGS;
      case UNAVAILABLE -> ClientWire.Failed.Code.UNAVAILABLE;
      case QUORUM_IMPOSSIBLE -> ClientWire.Failed.Code.QUORUM_IMPOSSIBLE;
      case OVERLOADED -> ClientWire.Failed.Code.OVERLOADED;
      case DISK_FULL -> ClientWire.Failed.Code.DISK_FULL;
      case UNKNOWN_OUTCOME -> ClientWire.Failed.Code.UNKNOWN_OUTCOME;
      case NOT_READY -> ClientWire.Failed.Code.NOT_READY;
      case STORAGE_FAILED -> ClientWire.Failed.Code.STORAGE_FAILED;
      case NOT_UNDERSTOOD -> ClientWire.Failed.Code.NOT_UNDERSTOOD;
      case OTHER -> ClientWire.Failed.Code.CODE_UNSPECIFIED;
    };
  }

  private static Code code(ClientWire.Failed.Code wire) {
    return switch (wire) {
      case EMPTY_KEY -> Code.EMPTY_KEY;
      case KEY_TOO_LONG -> Code.KEY_TOO_LONG;
      case VALUE_TOO_LARGE -> Code.VALUE_TOO_LARGE;
      case BAD_CONTEXT -> Code.BAD_CONTEXT;
      case BAD_QUORUM -> Code.BAD_QUORUM;
      case BAD_REQUEST -> Code.BAD_REQUEST;
      case TOO_MANY_SIBLINGS -> Code.TOO_MANY_SIBLINGS;
      case UNAVAILABLE -> Code.UNAVAILABLE;
      case QUORUM_IMPOSSIBLE -> Code.QUORUM_IMPOSSIBLE;
      case OVERLOADED -> Code.OVERLOADED;
      case DISK_FULL -> Code.DISK_FULL;
      case UNKNOWN_OUTCOME -> Code.UNKNOWN_OUTCOME;
      case NOT_READY -> Code.NOT_READY;
      case STORAGE_FAILED -> Code.STORAGE_FAILED;
      case NOT_UNDERSTOOD -> Code.NOT_UNDERSTOOD;
      case CODE_UNSPECIFIED, UNRECOGNIZED -> Code.OTHER;
    };
  }
}
