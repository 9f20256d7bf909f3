/**
 * Comes before everything else: the connection's worker takes its time to start, and meanwhile the rest of the page is
 * fetched. What the worker says before relay.js listens is kept.
 */
const asset = new URLSearchParams(location.search).get("asset") ?? "";

/** Its name tells it which asset the page will show. */
export const worker = new Worker("ratesworker.js", { type: "module", name: asset });

/** @type {object[]} */
export const early = [];
worker.onmessage = ({ data }) => early.push(data);
