package io.dynamo.api.request;

/**
 * How far one owner is in handing over one partition, under the view that it was asked by (section
 * H).
 *
 * @param filled whether it is a future owner that has taken what the present ones had
 * @param sealed whether it is a present or former owner that has sealed the partition (rule H2)
 * @param proven whether it is whole and sealed, and all future owners have proven to it that they
 *     hold what it holds (rule H3); or it is neither a present nor a future owner, and holds
 *     nothing
 */
public record MoveState(int partition, boolean filled, boolean sealed, boolean proven) {}
