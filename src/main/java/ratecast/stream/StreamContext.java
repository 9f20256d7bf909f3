package ratecast.stream;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import ratecast.market.AssetCatalog;
import ratecast.tape.Tapes;

/** What every session works with: one for all of them, so that a session holds one reference. */
@Singleton
record StreamContext(
    StreamConfig config,
    AssetCatalog catalog,
    Tapes tapes,
    InstantSource clock,
    OlderHistory older,
    OlderCandles candles,
    PastPoints past,
    StreamMeters meters) {}
