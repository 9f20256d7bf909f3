/* The answer to a WebSocket upgrade (RFC 6455, 4.2.2): SHA-1 (RFC 3174) of one short text, in base 64. */
#ifndef RATECAST_HANDSHAKE_H
#define RATECAST_HANDSHAKE_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static inline uint32_t rotate(uint32_t word, int by) { return word << by | word >> (32 - by); }

static void sha1_block(uint32_t state[5], const uint8_t block[64]) {
  static const uint32_t constants[4] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
  uint32_t w[80];
  for (int i = 0; i < 16; i++) {
    w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 |
           block[4 * i + 3];
  }
  for (int i = 16; i < 80; i++) w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
  for (int i = 0; i < 80; i++) {
    uint32_t f = i < 20 ? (b & c) | (~b & d) : i < 40 ? b ^ c ^ d : i < 60 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
    uint32_t next = rotate(a, 5) + f + e + constants[i / 20] + w[i];
    e = d, d = c, c = rotate(b, 30), b = a, a = next;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
}

/* For the 60 bytes of a key and the protocol's GUID, which need two blocks with the padding. */
static void sha1_of_60(const uint8_t text[60], uint8_t digest[20]) {
  uint32_t state[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  uint8_t blocks[128] = {0};
  memcpy(blocks, text, 60);
  blocks[60] = 0x80;
  blocks[126] = 60 * 8 >> 8;
  blocks[127] = 60 * 8 & 0xff;
  sha1_block(state, blocks);
  sha1_block(state, blocks + 64);
  for (int i = 0; i < 20; i++) digest[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
}

/* 28 characters for 20 bytes. */
static void base64_of_20(const uint8_t bytes[20], char text[29]) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (int i = 0, at = 0; i < 21; i += 3) {
    uint32_t three = (uint32_t)bytes[i] << 16 | (uint32_t)bytes[i + 1] << 8 | (i + 2 < 20 ? bytes[i + 2] : 0u);
    for (int shift = 18; shift >= 0; shift -= 6) text[at++] = digits[three >> shift & 63];
  }
  text[27] = '=';
  text[28] = 0;
}

/* @param request  ended by a 0. Returns the length of the answer, or 0 without a key of 24 characters. */
static size_t answer_upgrade(const char *request, char *answer, size_t room) {
  static const char name[] = "Sec-WebSocket-Key: ";
  const char *key = strstr(request, name);
  if (key == NULL || strlen(key) < sizeof name + 24) return 0;
  char text[61], accept[29];
  uint8_t digest[20];
  snprintf(text, sizeof text, "%.24s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key + sizeof name - 1);
  sha1_of_60((const uint8_t *)text, digest);
  base64_of_20(digest, accept);
  return (size_t)snprintf(answer, room,
                          "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
                          "sec-websocket-accept: %s\r\n\r\n",
                          accept);
}

#endif
