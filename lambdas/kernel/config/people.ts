import { normalAddress } from '../ids.ts';
import type { ParsedConfig } from './schema.ts';

/** One of the company's people, with every role they have in the configuration. */
export interface OwnPerson {
  readonly address: string;
  readonly roles: readonly string[];
}

type People = ParsedConfig['people'];

/** Everybody once, in the order of the roles: whoever wears two hats is asked once. */
export function peopleOf({ founder, operations, sales, success, manager }: Frozen<People>): readonly OwnPerson[] {
  const roles: readonly (readonly [role: string, address: string | undefined])[] = [
    ['founder', founder],
    ['operations', operations],
    ['sales', sales],
    ...success.map((one) => ['success', one] as const),
    ['manager', manager],
  ];
  const found = new Map<string, string[]>();
  for (const [role, address] of roles) {
    if (address === undefined) continue;
    const key = normalAddress(address);
    found.set(key, [...(found.get(key) ?? []), role]);
  }
  return [...found].map(([address, of]) => ({ address, roles: of }));
}

type Frozen<T> = { readonly [Key in keyof T]: T[Key] extends string[] ? readonly string[] : T[Key] };
