package ratecast.tape;

import ratecast.market.Asset;
import ratecast.wire.PointJson;

/**
 * The running line of one asset.
 *
 * @param ordinal a small number of this tape, from 0 in the order of their making, so that a reader
 *     keeps what it knows of each tape in an array
 * @param json how points of this asset are written
 */
public record Tape(Asset asset, int ordinal, PointJson json, Window window) {}
