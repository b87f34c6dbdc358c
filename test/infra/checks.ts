import { machineChecks } from './checks-machine.ts';
import { outsideChecks } from './checks-outside.ts';
import { runningChecks } from './checks-running.ts';
import { storedChecks } from './checks-stored.ts';
import { watchChecks } from './checks-watch.ts';
import type { Templates } from './template.ts';

/** Looks at the templates of prod and says what is wrong with them, in words. */
export type Check = (templates: Templates) => readonly string[];

export const checks = {
  ...storedChecks,
  ...runningChecks,
  ...outsideChecks,
  ...machineChecks,
  ...watchChecks,
} as const satisfies Readonly<Record<string, Check>>;

export type CheckName = keyof typeof checks;

export const checkNames = Object.keys(checks) as readonly CheckName[];

/** Which checks have something to say, and what. */
export const complaints = (templates: Templates): readonly string[] =>
  checkNames.flatMap((name) => checks[name](templates).map((problem) => `${name}: ${problem}`));

/**
 * Who notices what was taken out. What is alike is noticed by the same check, so the one that noticed last is asked first:
 * thousands of removals then take a second.
 */
export class Watchman {
  #order: readonly CheckName[] = checkNames;

  notices(templates: Templates): CheckName | undefined {
    const found = this.#order.find((name) => checks[name](templates).length > 0);
    if (found) this.#order = [found, ...this.#order.filter((name) => name !== found)];
    return found;
  }
}
