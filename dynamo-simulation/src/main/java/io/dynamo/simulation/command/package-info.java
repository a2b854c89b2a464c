/** {@code make sim}: runs many seeds on all cores, and shrinks and prints what fails. */
@NullMarked
package io.dynamo.simulation.command;

import org.jspecify.annotations.NullMarked;
