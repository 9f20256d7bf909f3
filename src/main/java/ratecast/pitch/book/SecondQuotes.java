package ratecast.pitch.book;

import ratecast.intake.Intake;
import ratecast.market.Quote;

/**
 * What the books stood at when one whole second began.
 *
 * @param second of the file's day, counted from midnight US Eastern: 1 to 86,400
 * @param quotes best bid and offer of each symbol that has both; the crossed ones turned away
 */
public record SecondQuotes(int second, Intake<Quote> quotes) {}
