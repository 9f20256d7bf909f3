package ratecast.feed;

import ratecast.intake.Intake;
import ratecast.market.Quote;

/**
 * What one poll brought.
 *
 * @param quotes in the order of the source; of several quotes of one symbol the last usable counts
 * @param fresh false where the source only repeated itself, so that nothing shows it is still alive
 */
public record Answer(Intake<Quote> quotes, boolean fresh) {}
