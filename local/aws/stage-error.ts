/** Why a stage cannot be looked at or changed from here: one sentence with the way out, no stack. */
export class StageError extends Error {
  override readonly name = 'StageError';
}
