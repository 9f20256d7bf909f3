/*
 * N WebSocket clients in one thread, as cheap as they can be, so that the server is what is measured: frames are
 * counted by their headers, and of each read only the first and the last point are looked into, for their tick.
 *
 *   client BOARD CONNECTIONS ASSETS (none | one | each | all | replay) (plain | deflate) (spinning | sleeping)
 *
 *   none    connects and subscribes to nothing
 *   one     all subscribe to asset 1; SLOWEST is kept
 *   each    client i subscribes to asset 1 + i % ASSETS
 *   all     all subscribe to all assets
 *   replay  subscribes to asset 1, waits for its history, leaves, comes again; CONNECTIONS at a time
 *   deflate offers compression as a browser does; frames are then counted, and not looked into
 *   spinning asks for news without pause while there are ticks
 *
 * Ends when its standard input does.
 */
#define _GNU_SOURCE
#include "sockets.h"

enum { MAX_EVENTS = 512, MAX_CONNECTING = 128, READ_SIZE = 1 << 18, STDIN_TAG = -1, SLOTS = 64, PAUSE_MILLIS = 100 };

enum state { CONNECTING, UPGRADING, OPEN };

struct connection {
  int fd;
  enum state state;
  int answered;
  uint64_t tick;   /* of the last point it has had */
  size_t skip;     /* bytes still to come of a long frame */
  int skip_ends;   /* that frame ends its message */
  size_t carried;  /* bytes of a short frame that came in part */
  uint8_t carry[MAX_POINT_FRAME];
};

static word *board;
static int epoll;
static unsigned port;
static size_t wanted, assets, connecting, begun;
static const char *wish;
static int replaying, counts_ticks, deflate, spinning;
static struct connection *connections;
/* Room before the read for what the read before left over. */
static uint8_t buffer[MAX_POINT_FRAME + READ_SIZE];

/* ---- the slowest reader ---- */

/* How many connections stand at each tick; MOST_AHEAD keeps them within SLOTS of each other. */
static size_t standing[SLOTS];
static uint64_t slowest;
static int credit;

static void open_credit(void) {
  credit = socket(AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in to = loopback((unsigned)peek(&board[CREDIT_PORT]));
  check(connect(credit, (struct sockaddr *)&to, sizeof to) == 0, "credit socket");
}

static void advance(struct connection *it, uint64_t tick) {
  standing[it->tick % SLOTS]--;
  standing[tick % SLOTS]++;
  it->tick = tick;
}

/* Tells the server once per round of reads: the datagram only wakes it, the board has the number. */
static void tell_slowest(void) {
  uint64_t before = slowest;
  while (standing[slowest % SLOTS] == 0) slowest++;
  if (slowest == before) return;
  put(&board[SLOWEST], slowest);
  send(credit, "", 0, MSG_DONTWAIT);
}

/* ---- what is counted ---- */

struct seen {
  uint64_t points;
  const uint8_t *first, *last;
  size_t first_length, last_length;
};

static uint64_t number_after(const uint8_t *text, size_t length, const char *name) {
  const char *at = memmem(text, length, name, strlen(name));
  return at ? strtoull(at + strlen(name), NULL, 10) : 0;
}

static void count_latency(const uint8_t *point, size_t length, uint64_t now, uint64_t weight) {
  uint64_t tick = number_after(point, length, "\"time\":") - FIRST_TIME;
  uint64_t asset = number_after(point, length, "\"assetId\":") - 1;
  uint64_t stamp = peek(&board[stamp_slot(tick, assets, asset)]);
  bump(&board[LATENCIES + bucket(now > stamp ? (now - stamp) / 1000 : 0)], weight);
}

/* Points of one read lie between its first and its last: each of the two speaks for half of them. */
static void count(struct connection *it, const struct seen *seen) {
  if (seen->points == 0) return;
  bump(&board[DELIVERIES], seen->points);
  bump(&board[READS], 1);
  if (deflate) return;
  uint64_t now = nanos();
  uint64_t half = seen->points / 2;
  count_latency(seen->last, seen->last_length, now, seen->points - half);
  if (half > 0) count_latency(seen->first, seen->first_length, now, half);
  if (counts_ticks) advance(it, number_after(seen->last, seen->last_length, "\"time\":") - FIRST_TIME);
}

/* ---- frames ---- */

/* Masked with zero: the cheapest mask a server has to accept. */
static void send_frame(struct connection *it, unsigned opcode, const void *payload, size_t length) {
  uint8_t frame[256] = {(uint8_t)(FIN | opcode), (uint8_t)(MASKED | length)};
  memcpy(frame + 6, payload, length);
  check(send(it->fd, frame, 6 + length, MSG_NOSIGNAL) == (ssize_t)(6 + length), "sending a request");
}

static void subscribe(struct connection *it) {
  char text[120];
  size_t asset = strcmp(wish, "each") == 0 ? 1 + (size_t)(it - connections) % assets : 1;
  int length = strcmp(wish, "all") == 0
                   ? snprintf(text, sizeof text,
                              "{\"action\":\"subscribe\",\"message\":{\"assetIds\":\"all\",\"historySeconds\":0}}")
                   : snprintf(text, sizeof text, "{\"action\":\"subscribe\",\"message\":{\"assetId\":%zu}}", asset);
  send_frame(it, TEXT, text, (size_t)length);
}

static void become_ready(struct connection *it) {
  if (it->answered) return;
  it->answered = 1;
  bump(&board[READY], 1);
}

static int is_point(const uint8_t *payload, size_t length) {
  static const char start[] = "{\"action\":\"point\"";
  return length >= sizeof start - 1 && memcmp(payload, start, sizeof start - 1) == 0;
}

static void on_short_frame(struct connection *it, struct frame frame, const uint8_t *payload, struct seen *seen) {
  if (frame.opcode == PING) {
    send_frame(it, PONG, payload, frame.payload);
  } else if (deflate ? it->answered : is_point(payload, frame.payload)) {
    if (seen->points++ == 0) {
      seen->first = payload;
      seen->first_length = frame.payload;
    }
    seen->last = payload;
    seen->last_length = frame.payload;
  } else if (frame.opcode < CLOSE) {
    become_ready(it);
  }
}

static void on_long_message(struct connection *it) {
  become_ready(it);
  if (replaying) bump(&board[REPLAYS], 1);
}

/* Bytes that belong to a long frame begun earlier; returns how many. */
static size_t skip_long(struct connection *it, size_t have) {
  size_t taken = have < it->skip ? have : it->skip;
  if (it->skip == 0) return 0;
  it->skip -= taken;
  if (it->skip == 0 && it->skip_ends) on_long_message(it);
  return taken;
}

/* Takes whole frames; returns where the first incomplete short one begins. */
static size_t take_frames(struct connection *it, const uint8_t *at, size_t have, struct seen *seen) {
  size_t done = skip_long(it, have);
  struct frame frame;
  while (read_header(at + done, have - done, &frame)) {
    size_t whole = frame.header + frame.payload;
    if (frame.payload > MAX_POINT_FRAME - 14) {
      it->skip = whole;
      bump(&board[REPLAYED_BYTES], whole);
      it->skip_ends = frame.last;
      done += skip_long(it, have - done);
    } else if (whole > have - done) {
      break;
    } else {
      on_short_frame(it, frame, at + done + frame.header, seen);
      done += whole;
    }
  }
  return done;
}

/* ---- a connection's life ---- */

static void begin(struct connection *it) {
  it->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  check(it->fd >= 0, "socket");
  it->state = CONNECTING;
  it->answered = 0;
  it->skip = it->carried = 0;
  it->tick = 0;
  send_at_once(it->fd);
  struct sockaddr_in to = loopback(port);
  check(connect(it->fd, (struct sockaddr *)&to, sizeof to) == 0 || errno == EINPROGRESS, "connect");
  /* Edge-triggered: one event and one read for whatever has come, and writability just once. */
  watch(epoll, it->fd, EPOLLIN | EPOLLOUT | EPOLLET | EPOLLRDHUP, (uint64_t)(it - connections));
  connecting++;
}

/* What Chromium sends; headers are what a server keeps of an idle connection. */
static void upgrade(struct connection *it) {
  char text[1024];
  int length = snprintf(
      text, sizeof text,
      "GET / HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nConnection: Upgrade\r\nPragma: no-cache\r\nCache-Control: no-cache\r\n"
      "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 "
      "Safari/537.36\r\nUpgrade: websocket\r\nOrigin: http://127.0.0.1:%u\r\nSec-WebSocket-Version: 13\r\n"
      "Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-US,en;q=0.9\r\n"
      "Sec-WebSocket-Key: %08x%08xAAAAAA==\r\n%s\r\n",
      port, port, (unsigned)begun, (unsigned)(it - connections),
      deflate ? "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n" : "");
  check(send(it->fd, text, (size_t)length, MSG_NOSIGNAL) == length, "upgrade");
  begun++;
  it->state = UPGRADING;
}

static void leave(struct connection *it) {
  if (it->state != OPEN) connecting--;
  close(it->fd);
  it->fd = -1;
}

static void lose(struct connection *it) {
  leave(it);
  bump(&board[LOST], 1);
}

/* The answer to the upgrade; returns its length, or 0 while it is not whole. */
static size_t on_upgraded(struct connection *it, const uint8_t *at, size_t have) {
  const uint8_t *end = memmem(at, have, "\r\n\r\n", 4);
  if (end == NULL) return 0;
  if (memcmp(at, "HTTP/1.1 101", 12) != 0) {
    fprintf(stderr, "the server refuses: %.*s\n", (int)(end - at), (const char *)at);
    exit(1);
  }
  it->state = OPEN;
  connecting--;
  if (strcmp(wish, "none") == 0) {
    become_ready(it);
  } else {
    subscribe(it);
  }
  return (size_t)(end - at) + 4;
}

static void on_bytes(struct connection *it, const uint8_t *at, size_t have) {
  struct seen seen = {0};
  size_t done = it->state == UPGRADING ? on_upgraded(it, at, have) : 0;
  if (it->state == OPEN) done += take_frames(it, at + done, have - done, &seen);
  count(it, &seen);
  it->carried = have - done;
  memcpy(it->carry, at + done, it->carried);
}

/* Reads all there is. A short read of a stream means that there is no more. */
static void on_readable(struct connection *it) {
  ssize_t got;
  do {
    uint8_t *start = buffer + MAX_POINT_FRAME - it->carried;
    memcpy(start, it->carry, it->carried);
    got = recv(it->fd, buffer + MAX_POINT_FRAME, READ_SIZE, 0);
    if (got == 0 || (got < 0 && errno != EAGAIN)) {
      lose(it);
      return;
    }
    if (got > 0) on_bytes(it, start, it->carried + (size_t)got);
  } while (got == READ_SIZE);
  if (replaying && it->answered) leave(it);
}

static void on_event(struct connection *it, uint32_t events) {
  if (it->fd < 0) return;
  if (it->state == CONNECTING && events & EPOLLOUT) upgrade(it);
  if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) on_readable(it);
}

/* Replays go on while the server is paced, so that servers can take turns. */
static void replay_more(void) {
  if (peek(&board[PACE]) == PAUSED) return;
  for (size_t i = 0; i < wanted; i++) {
    if (connections[i].fd < 0) begin(&connections[i]);
  }
}

static void connect_more(size_t *started) {
  while (*started < wanted && connecting < MAX_CONNECTING) begin(&connections[(*started)++]);
}

/*
 * Spins while there are ticks: a server that had to wake its client with each send would be charged for that, and the
 * more the faster it is. A network card does not sleep either.
 */
static int patience(void) {
  return spinning && peek(&board[PACE]) != PAUSED ? 0 : PAUSE_MILLIS;
}

static void run(void) {
  struct epoll_event events[MAX_EVENTS];
  size_t started = 0;
  standing[0] = wanted;
  for (;;) {
    if (replaying) replay_more();
    else connect_more(&started);
    int ready = epoll_wait(epoll, events, MAX_EVENTS, patience());
    for (int i = 0; i < ready; i++) {
      if (events[i].data.u64 == (uint64_t)STDIN_TAG) return;
      on_event(&connections[events[i].data.u64], events[i].events);
    }
    if (counts_ticks) tell_slowest();
  }
}

int main(int argc, char **argv) {
  if (argc != 7) {
    fprintf(stderr, "client BOARD CONNECTIONS ASSETS none|one|each|all|replay plain|deflate spinning|sleeping\n|deflate\n");
    return 2;
  }
  board = map_board(argv[1]);
  wanted = strtoul(argv[2], NULL, 10);
  assets = strtoul(argv[3], NULL, 10);
  wish = argv[4];
  deflate = strcmp(argv[5], "deflate") == 0;
  spinning = strcmp(argv[6], "spinning") == 0;
  replaying = strcmp(wish, "replay") == 0;
  counts_ticks = strcmp(wish, "one") == 0;
  allow_files(wanted + 16);
  connections = calloc(wanted, sizeof *connections);
  for (size_t i = 0; i < wanted; i++) connections[i].fd = -1;
  port = (unsigned)peek(&board[PORT]);
  epoll = epoll_create1(0);
  watch(epoll, STDIN_FILENO, EPOLLIN | EPOLLHUP, (uint64_t)STDIN_TAG);
  open_credit();
  run();
  return 0;
}
