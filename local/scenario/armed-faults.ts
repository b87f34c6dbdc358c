import { instant, toIso } from '../../lambdas/kernel/instant.ts';
import { Faults as Dice } from '../faults/faults.ts';
import type { Recorder } from './recorder.ts';
import type { Of } from './step-schema.ts';
import { spanMs } from './when.ts';

type Step = Of<'fault'>;
export type FaultName = Step['fault'];

interface Armed {
  readonly step: Step;
  left: number;
  readonly until: number;
}

export interface Struck {
  readonly fault: FaultName;
  readonly delayMs: number | undefined;
}

/** The faults a story has set, each waiting for the calls it is meant for. */
export class ArmedFaults {
  /** What is random in a story comes from its seed, and from here only. */
  readonly dice: Dice;
  /** Off while the story itself acts: its steps are the outside world and do not fail. */
  resting = false;
  readonly #armed: Armed[] = [];
  readonly #recorder: Recorder;
  readonly #now: () => number;

  constructor(seed: number, recorder: Recorder, now: () => number) {
    this.dice = new Dice(`story ${seed}`, 0);
    this.#recorder = recorder;
    this.#now = now;
  }

  /** `times` calls, or all of them `for` so long; one when neither is said. */
  arm(step: Step): void {
    const until = step.for === undefined ? Number.POSITIVE_INFINITY : this.#now() + spanMs(step.for);
    this.#armed.push({ step, left: step.times ?? (step.for === undefined ? 1 : Number.POSITIVE_INFINITY), until });
    const lasts = step.for === undefined ? { times: step.times ?? 1 } : { until: toIso(instant(until)) };
    this.#record(step, { text: 'set', ...lasts });
  }

  /** The fault this call meets, if any; it counts as one of its times. `line` is what `match` looks in. */
  take(target: string, line: string): Struck | undefined {
    if (this.resting && target !== 'webhooks') return undefined;
    const armed = this.#armed.find(
      ({ step, left, until }) =>
        step.target === target && left > 0 && this.#now() < until && matches(step.match, line.toLowerCase()),
    );
    if (!armed || !this.#falls(armed.step)) return undefined;
    armed.left -= 1;
    this.#record(armed.step, { text: 'struck', call: line.slice(0, 120) });
    return {
      fault: armed.step.fault,
      delayMs: armed.step.delay === undefined ? undefined : spanMs(armed.step.delay),
    };
  }

  /** `share`: of all calls it is meant for, the seed's dice choose so many. */
  #falls({ share }: Step): boolean {
    return share === undefined || this.dice.random() < share;
  }

  #record({ target, fault, account }: Step, more: Readonly<Record<string, unknown>>): void {
    const at = toIso(instant(this.#now()));
    this.#recorder.noted.push({ at, kind: 'fault', account: account ?? null, target, fault, ...more });
  }
}

/** A text that stands in the call as whole words, or several that all do: `pay` is not `payment_methods`, `in_1` not `in_10`. */
function matches(match: Step['match'], line: string): boolean {
  if (match === undefined) return true;
  const parts = typeof match === 'string' ? [match] : Object.values(match);
  return parts.every((part) => hasWords(line, String(part).toLowerCase()));
}

function hasWords(line: string, words: string): boolean {
  for (let at = line.indexOf(words); at >= 0; at = line.indexOf(words, at + 1)) {
    const cut = isInside(line, at - 1, at) || isInside(line, at + words.length - 1, at + words.length);
    if (!cut) return true;
  }
  return false;
}

const isInside = (line: string, ...places: number[]): boolean => places.every((place) => /\w/.test(line[place] ?? ''));
