package io.dynamo.server.frontend;

/**
 * A get as it came in, not checked yet.
 *
 * @param key shared, not copied
 */
public record GetRequest(byte[] key, QuorumWish wish) {}
