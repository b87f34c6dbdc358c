import { allStates, type StateList } from './graph/definition.ts';

/** "Retry 1 of 4 · Friendly heads-up" is `state-7-retry-1-of-4-friendly-heads-up`: the number keeps like names apart. */
export function rowId(name: string, list: StateList): string {
  const place = allStates(list).findIndex((state) => state.name === name);
  const words = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return `state-${place + 1}-${words}`;
}
