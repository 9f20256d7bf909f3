/** The server's HTTP interface, with its problems as errors in words (RFC 9457). */

const BASE = "api/v1/";

/** @returns {Promise<{body: any, next: string | undefined}>} `next` is the address of the next page of a list */
export async function ask(path, { method = "GET", body, headers = {} } = {}) {
  const response = await fetch(path.startsWith("/") ? path : BASE + path, {
    method, body, headers: { Accept: "application/json", ...headers },
  });
  const text = await response.text();
  const read = text && response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : {};
  if (!response.ok) {
    const words = read.detail ?? read.title ?? `The server answered ${response.status}.`;
    throw Object.assign(new Error(words), { status: response.status, code: read.code });
  }
  const next = /<([^>]+)>;\s*rel="?next"?/.exec(response.headers.get("link") ?? "")?.[1];
  return { body: read, next };
}
