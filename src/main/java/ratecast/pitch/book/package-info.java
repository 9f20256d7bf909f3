/**
 * Order books made from PITCH messages, and the quotes they come to.
 *
 * <pre>
 *   PitchMessage ── Books ── OrderBook (price levels, executed shares)
 *                     │
 *                 BookClock ── SecondQuotes: each whole second of the file's day
 *                     │
 *        import (TradingDay: history)   BookFeed (played live, at the file's pace)
 * </pre>
 *
 * <p>In reading order: {@link ratecast.pitch.book.Books} with its {@link
 * ratecast.pitch.book.BookLimits} and {@link ratecast.pitch.book.Oddity}; {@link
 * ratecast.pitch.book.OrderBook}; {@link ratecast.pitch.book.BookClock}; {@link
 * ratecast.pitch.book.PitchSummary}.
 *
 * <p>Gives the market's words (a {@link ratecast.market.Quote} per symbol) and must never know
 * which symbol is an asset, where a point goes, or what the present time is.
 */
@NullMarked
package ratecast.pitch.book;

import org.jspecify.annotations.NullMarked;
