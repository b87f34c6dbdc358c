import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '../../../lambdas/kernel/instant.ts';
import { away, facts, path, stats, table, time } from '../../../local/console/kit.ts';

const now = parseInstant('2026-11-10T15:00:00Z');

describe('the kit of the pages', () => {
  it.each([
    ['2026-11-10T15:00:00Z', 'now'],
    ['2026-11-10T15:00:01Z', 'in 1 second'],
    ['2026-11-10T15:00:59Z', 'in 59 seconds'],
    ['2026-11-10T15:01:00Z', 'in 1 minute'],
    ['2026-11-10T16:59:59Z', 'in 1 hour'],
    ['2026-11-10T17:00:00Z', 'in 2 hours'],
    ['2026-11-11T14:59:59Z', 'in 23 hours'],
    ['2026-11-13T15:00:00Z', 'in 3 days'],
    ['2026-11-10T14:00:00Z', '1 hour ago'],
    ['2026-11-08T14:59:59Z', '2 days ago'],
  ])('says how far %s is away: %s', (at, words) => {
    expect(away(parseInstant(at), now)).toBe(words);
  });

  it('shows an instant to the minute and keeps it whole beside', async () => {
    expect(String(await time(now))).toBe(
      '<time datetime="2026-11-10T15:00:00.000Z" title="2026-11-10T15:00:00.000Z">10 Nov 2026, 15:00</time>',
    );
  });

  it('writes no markup that came from outside', async () => {
    const shown = [
      await table(['Name'], [['<img src=x onerror=alert(1)>']], ''),
      await facts({ Name: '<script>alert(1)</script>' }),
      await stats([{ value: '<b>1</b>', label: '"><script>', to: '/x"onclick="alert(1)' }]),
    ].join('');

    expect(shown).not.toMatch(/<(img|script|b)\b|"onclick/);
  });

  it('leaves out what is not known, and says what a list without rows means', async () => {
    expect(String(await facts({ Plan: undefined, Tier: '', Name: 'Acme' }))).not.toMatch(/Plan|Tier/);
    expect(String(await table(['Name'], [], 'nobody yet'))).toBe('<p class="none">nobody yet</p>');
  });

  it('gives each cell its heading, for narrow screens', async () => {
    expect(String(await table(['When', 'What'], [['now', 'mail']], ''))).toContain(
      '<td role="cell" data-head="What">mail</td>',
    );
  });

  it('encodes an id that looks like a path', () => {
    expect(path('accounts', '../a b')).toBe('/accounts/..%2Fa%20b');
  });
});
