package ratecast.badhouse.store;

import ratecast.badhouse.market.RateManager;

/** Allowed to look down, but closes a circle with the room above. */
public record Shelf(Class<RateManager> owner) {}
