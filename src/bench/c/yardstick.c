/*
 * The least that a server can do for the same traffic: one thread, epoll, frames that are bytes already. What it
 * costs is what the kernel costs, so every figure is given as a ratio to it.
 *
 *   yardstick BOARD (one-send | coalescing) (spread | together) ASSETS HISTORY_POINTS
 *
 *   one-send    a send() for each frame
 *   coalescing  one send() for all that a client has not had when its turn comes
 *   spread      the assets tick one after the other over the period, as independent sources would
 *   together    they all tick at once, as one poll of one source does
 *
 * Ends when its standard input does.
 */
#define _GNU_SOURCE
#include "handshake.h"
#include "sockets.h"

enum {
  MAX_EVENTS = 512,
  MAX_CLIENTS = 16384,
  REQUEST = 2048,
  LOG_BYTES = 1 << 17, /* 1100 frames, 11 ticks of 100 assets: more than any client may be behind */
  PAUSE_MILLIS = 100,
  LISTENER_TAG = MAX_CLIENTS,
  CREDIT_TAG,
  STDIN_TAG
};

/* Frames in the order of publishing. Mapped twice, end to end, so that what is pending is always in one piece. */
struct log {
  uint8_t *bytes;
  uint64_t end;
  uint32_t *clients;
  size_t count, room;
};

struct client {
  int fd;
  int upgraded, subscribed, blocked;
  uint32_t log;
  uint64_t at;    /* in its log */
  size_t history; /* bytes of it still to be sent */
};

static word *board;
static int epoll, listener, credit, coalescing, together;
static size_t assets;
static struct client clients[MAX_CLIENTS];
/* Log 0 has every asset, log k only asset k. */
static struct log *logs;
static uint8_t *history;
static size_t history_length;

/* ---- frames ---- */

static size_t write_point(char *at, size_t room, uint64_t tick, size_t asset) {
  return (size_t)snprintf(at, room, "{\"assetName\":\"ticker_%03zu\",\"time\":%llu,\"assetId\":%zu,\"value\":%.6f}", asset,
                          (unsigned long long)(FIRST_TIME + tick), asset, 1.1 + (double)(tick % 9000) / 1e6);
}

static size_t write_frame(uint8_t *at, uint64_t tick, size_t asset) {
  char text[200], point[150];
  write_point(point, sizeof point, tick, asset);
  int length = snprintf(text, sizeof text, "{\"action\":\"point\",\"message\":%s}", point);
  size_t header = write_header(at, (size_t)length);
  memcpy(at + header, text, (size_t)length);
  return header + (size_t)length;
}

/* The points before tick 1, for asset 1: what a new client is sent, ready to go. */
static void prepare_history(size_t points) {
  size_t room = points * 150 + 100;
  char *text = malloc(room);
  size_t length = (size_t)sprintf(text, "{\"action\":\"asset_history\",\"message\":{\"points\":[");
  for (size_t i = 0; i < points; i++) {
    if (i > 0) text[length++] = ',';
    length += write_point(text + length, room - length, i - points, 1);
  }
  length += (size_t)sprintf(text + length, "]}}");
  history = malloc(length + 10);
  size_t header = write_header(history, length);
  memcpy(history + header, text, length);
  history_length = header + length;
  free(text);
}

/* ---- logs ---- */

static void open_log(struct log *log) {
  int fd = memfd_create("log", 0);
  check(fd >= 0 && ftruncate(fd, LOG_BYTES) == 0, "a log");
  log->bytes = mmap(NULL, 2 * LOG_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (int half = 0; half < 2; half++) {
    void *at = mmap(log->bytes + half * LOG_BYTES, LOG_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0);
    check(at != MAP_FAILED, "mapping a log");
  }
  close(fd);
}

static uint8_t *in_log(const struct log *log, uint64_t at) { return log->bytes + at % LOG_BYTES; }

static void append(struct log *log, const uint8_t *frame, size_t length) {
  memcpy(in_log(log, log->end), frame, length);
  log->end += length;
}

static void join(struct client *it, uint32_t number) {
  struct log *log = &logs[number];
  if (log->count == log->room) {
    log->room = log->room ? 2 * log->room : 64;
    log->clients = realloc(log->clients, log->room * sizeof *log->clients);
  }
  log->clients[log->count++] = (uint32_t)(it - clients);
  it->log = number;
  it->at = log->end;
  it->subscribed = 1;
}

static void part(struct client *it) {
  struct log *log = &logs[it->log];
  for (size_t i = 0; i < log->count; i++) {
    if (log->clients[i] == (uint32_t)(it - clients)) log->clients[i--] = log->clients[--log->count];
  }
}

/* ---- sending ---- */

/* Returns whether all of it went. */
static int send_some(struct client *it, const uint8_t *bytes, size_t length, size_t *sent) {
  ssize_t got = send(it->fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
  *sent = got > 0 ? (size_t)got : 0;
  it->blocked = *sent < length;
  return !it->blocked;
}

static int send_history(struct client *it) {
  size_t sent;
  if (it->history == 0) return 1;
  int whole = send_some(it, history + history_length - it->history, it->history, &sent);
  it->history -= sent;
  return whole;
}

/* Where a send from here ends: after one frame, or at the end. A rest of a frame is sent with what follows it. */
static uint64_t reach(const struct log *log, uint64_t at, uint64_t end) {
  const uint8_t *frame = in_log(log, at);
  return coalescing || frame[0] != (FIN | TEXT) ? end : at + 2 + frame[1];
}

static void send_pending(struct client *it, uint64_t end) {
  struct log *log = &logs[it->log];
  size_t sent;
  check(log->end - it->at <= LOG_BYTES, "a client is behind by more than the log");
  int going = send_history(it);
  while (going && it->at < end) {
    going = send_some(it, in_log(log, it->at), reach(log, it->at, end) - it->at, &sent);
    it->at += sent;
  }
}

static void publish_credit(void);

/*
 * Sends what was there when the sweep began. The publisher does not wait for a sweep to end: what comes meanwhile is
 * of the next one, as with any server that is fed from outside (so saturated sweeps have 4 frames of the 8).
 */
static void sweep(struct log *log) {
  uint64_t end = log->end;
  for (size_t i = 0; i < log->count; i++) {
    struct client *it = &clients[log->clients[i]];
    if (!it->blocked) send_pending(it, end);
    publish_credit();
  }
}

/* ---- publishing ---- */

static uint64_t events; /* one of one asset at one tick; asset k of tick t is event t * assets + k, from 0 */
static uint64_t next_due;

static void publish_event(void) {
  uint64_t tick = 1 + events / assets;
  size_t asset = events % assets;
  uint8_t frame[256];
  size_t length = write_frame(frame, tick, asset + 1);
  put(&board[stamp_slot(tick, assets, asset)], nanos());
  append(&logs[1 + asset], frame, length);
  append(&logs[0], frame, length);
  events++;
  put(&board[TICKS], events / assets);
}

static void sweep_asset(size_t asset) {
  sweep(&logs[1 + asset]);
  sweep(&logs[0]);
}

/* As many ticks as the slowest reader allows. */
static void publish_credit(void) {
  if (peek(&board[PACE]) != SATURATED) return;
  while (events < (peek(&board[SLOWEST]) + MOST_AHEAD) * assets) publish_event();
}

/* The first tick goes alone: with eight at once every later sweep would find all eight. */
static void run_saturated(void) {
  if (events == peek(&board[SLOWEST]) * assets) publish_event();
  uint64_t swept;
  do {
    swept = events;
    sweep_asset(0);
  } while (events != swept);
}

static void publish_due(uint64_t pace, uint64_t now) {
  uint64_t step = together ? pace : pace / assets;
  if (next_due + pace < now) next_due = now;
  while (next_due <= now) {
    size_t first = events % assets;
    for (size_t i = 0; i < (together ? assets : 1); i++) publish_event();
    if (together) {
      sweep(&logs[0]);
      for (size_t i = 0; i < assets; i++) sweep(&logs[1 + i]);
    } else {
      sweep_asset(first);
    }
    next_due += step;
  }
}

/* Publishes what is due; returns how long to sleep in nanoseconds. */
static uint64_t publish(void) {
  uint64_t pace = peek(&board[PACE]);
  if (pace == PAUSED) return PAUSE_MILLIS * 1000000ull;
  if (pace == SATURATED) {
    run_saturated();
    return PAUSE_MILLIS * 1000000ull;
  }
  publish_due(pace, nanos());
  uint64_t now = nanos();
  return next_due > now ? next_due - now : 0;
}

/* ---- clients ---- */

static void drop(struct client *it) {
  if (it->subscribed) part(it);
  close(it->fd);
  *it = (struct client){.fd = -1};
}

static void on_subscribe(struct client *it, const char *text) {
  static const char one[] = "\"assetId\":";
  static const char empty[] = "{\"action\":\"asset_history\",\"message\":{\"points\":[]}}";
  const char *id = strstr(text, one);
  join(it, id ? (uint32_t)strtoul(id + sizeof one - 1, NULL, 10) : 0);
  if (history_length > 0) {
    it->history = history_length;
    send_history(it);
  } else {
    uint8_t frame[64];
    size_t header = write_header(frame, sizeof empty - 1);
    memcpy(frame + header, empty, sizeof empty - 1);
    check(send(it->fd, frame, header + sizeof empty - 1, MSG_NOSIGNAL) > 0, "an empty history");
  }
}

/* Requests are short and their client waits for the answer: each comes in one read. */
static void on_frame(struct client *it, uint8_t *bytes, size_t have) {
  struct frame frame;
  char text[REQUEST];
  if (!read_header(bytes, have, &frame) || have < frame.header + frame.payload) return;
  for (size_t i = 0; i < frame.payload; i++) {
    text[i] = (char)(bytes[frame.header + i] ^ bytes[frame.header - 4 + i % 4]);
  }
  text[frame.payload] = 0;
  if (frame.opcode == TEXT) on_subscribe(it, text);
}

static void on_request(struct client *it) {
  uint8_t bytes[REQUEST];
  ssize_t got = recv(it->fd, bytes, sizeof bytes - 1, MSG_DONTWAIT);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) {
    drop(it);
  } else if (it->upgraded) {
    on_frame(it, bytes, (size_t)got);
  } else {
    char answer[256];
    bytes[got] = 0;
    size_t length = answer_upgrade((char *)bytes, answer, sizeof answer);
    it->upgraded = send(it->fd, answer, length, MSG_NOSIGNAL) > 0;
  }
}

static void on_event(struct client *it, uint32_t what) {
  if (it->fd < 0) return;
  if (what & EPOLLOUT && it->blocked) {
    it->blocked = 0;
    send_pending(it, logs[it->log].end);
  }
  if (what & (EPOLLIN | EPOLLHUP | EPOLLERR)) on_request(it);
}

static void accept_clients(void) {
  int fd;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    check(fd < MAX_CLIENTS, "more clients than there is room for");
    send_at_once(fd);
    clients[fd] = (struct client){.fd = fd};
    watch(epoll, fd, EPOLLIN | EPOLLOUT | EPOLLET, (uint64_t)fd);
  }
}

/* ---- the loop ---- */

static int open_listener(void) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in any = loopback(0);
  check(bind(fd, (struct sockaddr *)&any, sizeof any) == 0 && listen(fd, 4096) == 0, "listening");
  return fd;
}

static int open_credit(void) {
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in any = loopback(0);
  check(bind(fd, (struct sockaddr *)&any, sizeof any) == 0, "credit socket");
  return fd;
}

static void take_credit(void) {
  char none[8];
  while (recv(credit, none, sizeof none, MSG_DONTWAIT) >= 0) continue;
}

static void run(void) {
  struct epoll_event ready[MAX_EVENTS];
  for (;;) {
    uint64_t sleep = publish();
    struct timespec timeout = {(time_t)(sleep / 1000000000ull), (long)(sleep % 1000000000ull)};
    int count = epoll_pwait2(epoll, ready, MAX_EVENTS, &timeout, NULL);
    for (int i = 0; i < count; i++) {
      uint64_t tag = ready[i].data.u64;
      if (tag == STDIN_TAG) return;
      if (tag == LISTENER_TAG) accept_clients();
      else if (tag == CREDIT_TAG) take_credit();
      else on_event(&clients[tag], ready[i].events);
    }
  }
}

int main(int argc, char **argv) {
  if (argc != 6) {
    fprintf(stderr, "yardstick BOARD one-send|coalescing spread|together ASSETS HISTORY_POINTS\n");
    return 2;
  }
  board = map_board(argv[1]);
  coalescing = strcmp(argv[2], "coalescing") == 0;
  together = strcmp(argv[3], "together") == 0;
  assets = strtoul(argv[4], NULL, 10);
  size_t points = strtoul(argv[5], NULL, 10);
  if (points > 0) prepare_history(points);
  logs = calloc(1 + assets, sizeof *logs);
  for (size_t i = 0; i <= assets; i++) open_log(&logs[i]);
  allow_files(0);
  epoll = epoll_create1(0);
  listener = open_listener();
  credit = open_credit();
  watch(epoll, listener, EPOLLIN, LISTENER_TAG);
  watch(epoll, credit, EPOLLIN, CREDIT_TAG);
  watch(epoll, STDIN_FILENO, EPOLLIN | EPOLLHUP, STDIN_TAG);
  put(&board[CREDIT_PORT], port_of(credit));
  put(&board[PORT], port_of(listener));
  run();
  return 0;
}
