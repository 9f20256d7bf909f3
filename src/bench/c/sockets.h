/* What both sides need of sockets, and the header of a WebSocket frame (RFC 6455, 5.2). */
#ifndef RATECAST_SOCKETS_H
#define RATECAST_SOCKETS_H

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "board.h"

enum { TEXT = 1, CLOSE = 8, PING = 9, PONG = 10, FIN = 0x80, MASKED = 0x80 };

/* A frame's first bytes, read. */
struct frame {
  unsigned opcode;
  int last; /* of its message */
  size_t header;
  size_t payload;
};

/* Returns 0 while too few bytes are there. */
static inline int read_header(const uint8_t *at, size_t have, struct frame *frame) {
  if (have < 2) return 0;
  size_t length = at[1] & 0x7f;
  size_t header = length < 126 ? 2 : length == 126 ? 4 : 10;
  if (have < header) return 0;
  if (header > 2) {
    length = 0;
    for (size_t i = 2; i < header; i++) length = length << 8 | at[i];
  }
  frame->opcode = at[0] & 0x0f;
  frame->last = (at[0] & FIN) != 0;
  frame->header = header + (at[1] & MASKED ? 4 : 0);
  frame->payload = length;
  return have >= frame->header;
}

/* Writes the header of an unmasked text message; returns its length. */
static inline size_t write_header(uint8_t *at, size_t payload) {
  at[0] = FIN | TEXT;
  if (payload < 126) {
    at[1] = (uint8_t)payload;
    return 2;
  }
  size_t bytes = payload < 65536 ? 2 : 8;
  at[1] = bytes == 2 ? 126 : 127;
  for (size_t i = 0; i < bytes; i++) at[2 + i] = (uint8_t)(payload >> 8 * (bytes - 1 - i));
  return 2 + bytes;
}

static inline struct sockaddr_in loopback(unsigned port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

static inline unsigned port_of(int fd) {
  struct sockaddr_in address;
  socklen_t length = sizeof address;
  check(getsockname(fd, (struct sockaddr *)&address, &length) == 0, "getsockname");
  return ntohs(address.sin_port);
}

/* Both sides send small frames that must not wait for an acknowledgement. */
static inline void send_at_once(int fd) {
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static inline void watch(int epoll, int fd, uint32_t events, uint64_t tag) {
  struct epoll_event event = {.events = events, .data.u64 = tag};
  check(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0, "epoll_ctl");
}

/* Takes all the open files the system allows, and says so where they are too few. */
static inline void allow_files(size_t needed) {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur < needed) {
    fprintf(stderr, "%zu open files are needed, %llu allowed: raise the hard limit (ulimit -Hn)\n", needed,
            (unsigned long long)limit.rlim_cur);
    exit(1);
  }
}

#endif
