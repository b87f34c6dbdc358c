import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

interface State {
  readonly Type: string;
  readonly Comment?: string;
  readonly Resource?: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly TimeoutSeconds?: unknown;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
}

const text = readFileSync(new URL('../../statemachines/payment-recovery.asl.json', import.meta.url), 'utf8');
const machine: { Comment: string; States: Record<string, State> } = JSON.parse(text);
const states = Object.entries(machine.States);
const isPark = ({ Resource }: State): boolean => Resource?.endsWith('.waitForTaskToken') === true;
const tasks = states.filter(([, { Type }]) => Type === 'Task');
const parks = tasks.filter(([, state]) => isPark(state));
const catchAll = ({ Catch }: State) => Catch?.find(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'))?.Next;

describe('payment-recovery', () => {
  it('says of every state what it is for, of each step in its own words', () => {
    expect(states.filter(([, { Comment }]) => !Comment).map(([name]) => name)).toEqual([]);
    const steps = tasks.filter(([, state]) => !isPark(state)).map(([, { Comment }]) => Comment);
    expect(new Set(steps).size).toBe(steps.length);
  });

  it('gives every task a timeout and a way on after any error', () => {
    expect(tasks.filter(([, { TimeoutSeconds }]) => TimeoutSeconds === undefined)).toEqual([]);
    expect(tasks.filter(([, state]) => catchAll(state) === undefined).map(([name]) => name)).toEqual([]);
  });

  it('hands a wait that cannot be written to a person, and that one to a rest', () => {
    const ways = parks.map(([name, state]) => [name, catchAll(state)]);
    expect(ways.filter(([name]) => name !== 'Wait for a person').map(([, next]) => next)).toEqual(
      ways.slice(1).map(() => 'Needs attention'),
    );
    expect(Object.fromEntries(ways)['Wait for a person']).toBe('Rest before asking again');
    expect(machine.States['Rest before asking again']?.Type).toBe('Wait');
    expect(machine.States['Nobody could be told']?.Type).toBe('Wait');
  });

  it('has no state that nothing leads to', () => {
    const led = new Set(['Take over collection']);
    for (const [, { Next, Default, Choices, Catch }] of states)
      for (const next of [Next, Default, ...[...(Choices ?? []), ...(Catch ?? [])].map((way) => way.Next)])
        if (next) led.add(next);
    expect(states.filter(([name]) => !led.has(name)).map(([name]) => name)).toEqual([]);
  });
});
