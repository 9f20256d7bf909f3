package ratecast.rest;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** A page of the catalogue. */
@Serdeable
record AssetsJson(List<AssetJson> assets) {}
