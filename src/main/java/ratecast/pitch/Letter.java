package ratecast.pitch;

/** A word that PITCH writes as one letter. */
interface Letter {
  char letter();
}
