/**
 * One attempt, because a repeat is our decision and a hidden one sleeps; a connection is made in a second or not at all,
 * and an answer that takes four is lost. Without `throwOnRequestTimeout` the SDK would only warn and go on waiting.
 */
export const clientOptions = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 4000, throwOnRequestTimeout: true },
} as const;
