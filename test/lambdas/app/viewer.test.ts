import { describe, expect, it } from '@jest/globals';
import type { Contact } from '../../../lambdas/accounts/account.ts';
import { corsHeaders } from '../../../lambdas/app/cors.ts';
import { isShownMoney } from '../../../lambdas/app/viewer.ts';
import { addressHash } from '../../../lambdas/kernel/ids.ts';

const contact = (role: Contact['role'], id: string): Contact => ({
  pk: 'A#acme',
  sk: `CONTACT#${id}`,
  entity: 'contact',
  account: 'acme',
  email: `${id}@acme.test`,
  role,
});

const owner = contact('owner', 'ada');
const billing = contact('billing', 'bo');
const user = contact('user', 'cy');
const byHash = (email: string) => ({ contact: addressHash(email) });

describe('who is shown that a payment failed', () => {
  it.each([
    ['a token that says billing', { role: 'billing' }, [owner], true],
    ['one that says owner, nobody being billing', { role: 'owner' }, [owner, user], true],
    ['one that says owner, somebody being billing', { role: 'owner' }, [owner, billing], false],
    ['one that says owner, no contact being known', { role: 'owner' }, [], true],
    ['one that says user', { role: 'user' }, [owner], false],
    ['one that says admin', { role: 'admin' }, [], false],
    ['a role nobody knows', { role: 'Billing' }, [], false],
    ['no role and no contact', {}, [owner, billing], false],
    ['the billing contact by id', { contact: 'bo' }, [owner, billing], true],
    ['the billing contact by the hash of the address', byHash('Bo@Acme.test'), [owner, billing], true],
    ['the owner by hash beside a billing contact', byHash('ada@acme.test'), [owner, billing], false],
    ['a user by id', { contact: 'cy' }, [owner, user], false],
    ['a hash of somebody else', byHash('eve@acme.test'), [owner, billing], false],
    ['Stripe’s customer, nobody else being known', { contact: 'x', customer: 'customer' }, [user], true],
    ['Stripe’s customer beside an owner', { contact: 'x', customer: 'customer' }, [owner], false],
    ['Stripe’s customer who is a user of ours', { contact: 'cy', customer: 'customer' }, [user], false],
    ['a token’s own word before our contacts', { contact: 'bo', role: 'user' }, [owner, billing], false],
  ] as const)('%s', (_who, viewer, contacts, shown) => {
    expect(isShownMoney({ account: 'acme', ...viewer }, contacts)).toBe(shown);
  });
});

describe('the pages that may read an answer', () => {
  const allowed = ['https://app.northwind.test', 'http://localhost:5173'];

  it.each([
    ['https://app.northwind.test', true],
    ['http://localhost:5173', true],
    ['http://app.northwind.test', false],
    ['https://app.northwind.test:8443', false],
    ['https://app.northwind.test.evil.test', false],
    ['null', false],
    [undefined, false],
  ])('%s: %s', (origin, may) => {
    expect(corsHeaders(origin, allowed)).toEqual({
      vary: 'Origin',
      ...(may ? { 'access-control-allow-origin': origin } : {}),
    });
  });
});
