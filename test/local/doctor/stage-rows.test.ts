import { beforeAll, describe, expect, it } from '@jest/globals';
import { mergeConfig, resolveConfig } from '../../../lambdas/kernel/config/index.ts';
import { pauseAll, resumeAll } from '../../../lambdas/ops/commands.ts';
import { LocalSource } from '../../../local/console/local-source.ts';
import { examine } from '../../../local/doctor/stage-rows.ts';
import type { World } from '../../../local/world/world.ts';
import example from '../../../retention.config.ts';
import { acme, pass, worldWith } from '../../journeys/world.ts';

const by = { who: 'sam', why: 'wrong prices' };

describe('the doctor', () => {
  let world: World;
  beforeAll(async () => {
    world = await worldWith(acme);
  });

  const told = async (config = world.config) => examine(new LocalSource(world), config);

  it('says that nothing is known before the first sweep', async () => {
    expect((await told())[0]).toMatchObject({ state: 'warn', words: expect.stringContaining('no sweep has run') });
  });

  it('knows its own configuration again, once a sweep has seen it', async () => {
    await world.configure(world.config);
    await pass(world, { minutes: 2 });
    expect((await told())[0]).toMatchObject({ state: 'pass', words: expect.stringContaining('of this checkout') });
  });

  it('names what differs, and nothing that does not', async () => {
    const other = resolveConfig(mergeConfig(example, { mode: { default: 'live' }, highValueMrr: 77_700 }));
    const [finding] = await told(other);
    expect(finding).toMatchObject({ state: 'warn', words: expect.stringMatching(/differ in highValueMrr$/) });
  });

  it('tells who paused everything, and nothing once it goes on', async () => {
    await pauseAll(by, world.ports);
    expect((await told())[1]).toMatchObject({ state: 'warn', words: expect.stringMatching(/by sam: wrong prices/) });

    await resumeAll(by, world.ports);
    expect((await told())[1]).toMatchObject({ state: 'pass' });
  });
});
