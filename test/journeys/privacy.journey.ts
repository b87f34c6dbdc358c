import { describe, expect, it } from '@jest/globals';
import { after } from '../../lambdas/kernel/instant.ts';
import { classify } from '../../lambdas/recovery/decline.ts';
import { type DeclineCode, declineCodes } from '../../lambdas/recovery/decline-policy.ts';
import { textOf } from '../../local/world/page-text.ts';
import { visit } from '../../local/world/visit.ts';
import type { World } from '../../local/world/world.ts';
import { customersMails, pass, renew, withCharges, worldWith } from './world.ts';

const codes = Object.keys(declineCodes) as DeclineCode[];

/** What a bank may have said about a card or a person, and the code itself. */
const telling =
  /\blost\b|stolen|fraud|\brisk|pick(ed)?[ -]?up|blacklist|block list|security|revok|restricted|decline code|insufficient|\bPIN\b/i;

const page = async (world: World, purpose: string): Promise<string> => {
  await world.runUntil(after(world.simulator.now(), { seconds: 5 }));
  const claims = { page: purpose, account: 'acme', case: 'CASE#payment-recovery#sub_acme', invoice: 'in_1' };
  const link = await world.ports.links.mint(purpose, claims, after(world.simulator.now(), { days: 9 }));
  const { body } = await visit(world, { method: 'GET', purpose, token: link.slice(link.lastIndexOf('/') + 1) });
  return textOf(body);
};

/** Everything this customer reads about it: each mail in both its parts, and the pages on day 4 and in the pause. */
async function readBy(code: string): Promise<string[]> {
  const world = await worldWith(withCharges(code));
  renew(world);
  await pass(world, { days: 4 });
  const pages = [await page(world, 'what-happened'), await page(world, 'pay'), await page(world, 'update-card')];
  await pass(world, { days: 14, hours: 1 });
  pages.push(await page(world, 'what-happened'), await page(world, 'resume'));
  return [...customersMails(world).flatMap(({ subject, text, html }) => [subject, text, textOf(html)]), ...pages];
}

/** Links, keys and instants differ from life to life; words do not. */
const words = (of: readonly string[]): string =>
  of
    .join('\n')
    .replace(/https?:\/\/\S+/g, '')
    .replace(/\s+/g, ' ');

describe('what a customer reads about a declined card', () => {
  const read = new Map<string, Promise<string[]>>();
  const readOf = (code: string): Promise<string[]> => {
    const known = read.get(code) ?? readBy(code);
    read.set(code, known);
    return known;
  };

  it('is looked at for all fifty codes', () => {
    expect(codes.length).toBeGreaterThanOrEqual(50);
  });

  it.each(codes)('tells nothing of what the bank said: %s', async (code) => {
    const all = words(await readOf(code));

    expect(all.length).toBeGreaterThan(1000);
    expect(telling.exec(all)?.[0]).toBeUndefined();
    expect(all).not.toContain(code);
  });

  it('is word for word the same for every code of a class', async () => {
    const classOf = (code: string) =>
      classify({ code: 'card_declined', declineCode: code }, { brand: 'visa', type: 'card' }).class;
    const differing: string[] = [];
    for (const [name, of] of Map.groupBy(codes, classOf)) {
      const texts = new Set(await Promise.all(of.map(async (code) => words(await readOf(code)))));
      if (texts.size > 1) differing.push(`${name}: ${texts.size} different texts for ${of.join(', ')}`);
    }

    expect(differing).toEqual([]);
  });
});
