/*
 * The board: one memory-mapped file that the driver, one server and one client share, so that nothing is
 * printed, parsed or sent over a socket while something is measured. Every word is an unsigned 64-bit number in
 * the machine's byte order with one writer; counters only grow, and the driver takes differences.
 * Board.java has the same numbers.
 */
#ifndef RATECAST_BOARD_H
#define RATECAST_BOARD_H

#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum {
  /* Written by the driver. */
  PACE = 8, /* nanoseconds from tick to tick, or PAUSED, or SATURATED */
  /* Written by the server; each group on cache lines of its own. */
  TICKS = 16,       /* published so far */
  CREDIT_PORT = 17, /* UDP: an empty datagram there says that SLOWEST has changed */
  PORT = 18,        /* where the server listens; 0 until it does */
  /* Written by the client. */
  READY = 24,      /* connections that have had their first answer */
  DELIVERIES = 25, /* point frames received */
  READS = 26,      /* reads that had a point in them */
  SLOWEST = 27,    /* the last tick that every connection has */
  REPLAYS = 28,    /* histories received whole */
  LOST = 29,       /* connections the server has closed */
  REPLAYED_BYTES = 30,
  LATENCIES = 64,  /* microseconds from publishing to reading, counted by bucket() */
  BUCKETS = 1024,
  STAMPS = 4096, /* CLOCK_MONOTONIC of publishing, by stamp_slot() */
  STAMP_SLOTS = 1 << 20,
  BOARD_WORDS = STAMPS + STAMP_SLOTS
};

#define PAUSED 0ull
#define SATURATED UINT64_MAX

/* A point's time is the number of its tick above this, so that a frame tells which tick it belongs to. */
#define FIRST_TIME 1700000000ull

/* How far a saturated publisher may be ahead of the slowest reader, in ticks. */
#define MOST_AHEAD 8

/* Longer than any frame of a point, shorter than any history worth the name. */
#define MAX_POINT_FRAME 1024

typedef _Atomic uint64_t word;

static inline uint64_t peek(word *at) { return atomic_load_explicit(at, memory_order_acquire); }

static inline void put(word *at, uint64_t value) {
  atomic_store_explicit(at, value, memory_order_release);
}

static inline void bump(word *at, uint64_t by) {
  put(at, atomic_load_explicit(at, memory_order_relaxed) + by);
}

static inline uint64_t stamp_slot(uint64_t tick, uint64_t assets, uint64_t asset) {
  return STAMPS + ((tick * assets + asset) & (STAMP_SLOTS - 1));
}

/* Exact to 63, then 32 steps to each doubling: within 3 %. */
static inline unsigned bucket(uint64_t micros) {
  unsigned shift = micros < 64 ? 0 : 58 - (unsigned)__builtin_clzll(micros);
  unsigned at = shift * 32 + (unsigned)(micros >> shift);
  return at < BUCKETS ? at : BUCKETS - 1;
}

static inline uint64_t nanos(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000ull + (uint64_t)now.tv_nsec;
}

/* Ends the program with a sentence and the system's reason. */
static inline void check(int good, const char *what) {
  if (!good) {
    perror(what);
    exit(1);
  }
}

static inline word *map_board(const char *path) {
  int fd = open(path, O_RDWR);
  check(fd >= 0, path);
  void *at = mmap(NULL, BOARD_WORDS * sizeof(word), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  check(at != MAP_FAILED, "mapping the board");
  close(fd);
  return at;
}

#endif
