/**
 * How many copies a change of membership moved, against the least that it could (rule M4): worked
 * out from what nodes say of their ring before and after, by nothing that places.
 */
@NullMarked
package io.dynamo.bench.moves;

import org.jspecify.annotations.NullMarked;
