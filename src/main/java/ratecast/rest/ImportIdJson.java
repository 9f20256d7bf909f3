package ratecast.rest;

import io.micronaut.serde.annotation.Serdeable;

/** Where an upload can be watched: {@code GET /pitch/imports/{id}}. */
@Serdeable
record ImportIdJson(int id) {}
