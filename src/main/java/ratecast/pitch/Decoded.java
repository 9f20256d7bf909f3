package ratecast.pitch;

/** What one line turned out to be: a message, or a refusal with its reason. */
public sealed interface Decoded permits PitchMessage, Refusal {}
