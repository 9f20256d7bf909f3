package ratecast.wire;

/** Why a request was not done: the codes of the protocol, section 1.2. */
public enum ErrorCode {
  INVALID_JSON,
  INVALID_MESSAGE,
  UNKNOWN_ACTION,
  ASSET_NOT_FOUND,
  INTERVAL_NOT_SUPPORTED,
  RANGE_TOO_LARGE,
  OUT_OF_RETENTION,
  TOO_MANY_SUBSCRIPTIONS,
  RATE_LIMITED,
  STORE_UNAVAILABLE,
  INTERNAL
}
