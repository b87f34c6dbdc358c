/** A refusal of Step Functions under the name its API gives it, without the SDK's `Exception`. */
export class SfnError extends Error {
  constructor(name: string) {
    super(name);
    this.name = name;
  }
}

/** @throws SfnError with that name */
export function jsonOf(text: string, refusal: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SfnError(refusal);
  }
}
