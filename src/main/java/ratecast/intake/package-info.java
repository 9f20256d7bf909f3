/**
 * Rows taken and rows turned away: how every input of the program answers, so that bad rows are
 * counted and cost the good ones nothing.
 *
 * <p>{@link ratecast.intake.Intake} holds both, {@link ratecast.intake.Rejection} is one refused
 * row with a reason that can be counted. Imports the JDK only.
 */
@NullMarked
package ratecast.intake;

import org.jspecify.annotations.NullMarked;
