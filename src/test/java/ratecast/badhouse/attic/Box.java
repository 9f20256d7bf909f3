package ratecast.badhouse.attic;

/** Lives in a room that floors.txt does not know. */
public record Box(int size) {}
