/** What a person can put right: one sentence, exit code 2. */
export class InitError extends Error {
  override readonly name = 'InitError';
}
