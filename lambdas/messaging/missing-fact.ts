import { Failure } from '../kernel/failures.ts';

/** A mail cannot be written truthfully: the message becomes a task for a person, it is never sent with a gap. */
export class MissingFact extends Failure {
  override readonly name = 'MissingFact';
  override readonly retryable = false;
  readonly template: string;
  /** The path inside the facts (or `links.…`, `frame.…`): `card.last4`. */
  readonly fact: string;

  constructor(template: string, fact: string, why = 'is missing') {
    super(`mail ${template} cannot be written: ${fact} ${why}`, { facts: { template, fact } });
    this.template = template;
    this.fact = fact;
  }
}

/**
 * Stands where a fact is null. Templates may ask for it with `if`; printing it, or anything inside it, throws instead of
 * leaving an empty gap in a sentence.
 */
export class Gap {
  readonly #template: string;
  readonly #fact: string;

  constructor(template: string, fact: string) {
    this.#template = template;
    this.#fact = fact;
  }

  toString(): never {
    throw new MissingFact(this.#template, this.#fact, 'is null and the text prints it outside its "if"');
  }
}

/** The same value with a `Gap` for every null in it. */
export function withGaps(value: unknown, template: string, path = ''): unknown {
  if (value === null || value === undefined) return new Gap(template, path);
  if (Array.isArray(value)) return value.map((entry, index) => withGaps(entry, template, `${path}.${index}`));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, withGaps(entry, template, path === '' ? key : `${path}.${key}`)]),
  );
}
