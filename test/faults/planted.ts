import type { Written } from '../../lambdas/kernel/rows.ts';
import { ratesAt } from '../../local/faults/faults.ts';
import type { Bug, LifeOptions } from './life.ts';
import {
  blameTheNextRun,
  goingLive,
  isCase,
  paying,
  putting,
  reading,
  rememberingGoal,
  resetting,
  saying,
  sending,
  sets,
  setting,
  unguarded,
  updating,
  withRows,
} from './planting.ts';
import { type Deed, type Focus, rungs } from './script.ts';

/** A realistic bug in the protocol, made afresh for each life, and the kind of life in which it is likely to show. */
export interface Planted {
  readonly bug: () => Bug;
  readonly focus?: Focus;
  readonly rates?: LifeOptions['rates'];
}

const anyTime = Array.from({ length: 14 }, (_, day) => day * 86_400_000 + 43_200_000);

/** The payment comes while the wait after the first retry is on its way to the row. */
const paysAtRung: Focus = {
  deeds: ['pays'],
  around: [(rungs[0] ?? 0) + 6000],
  within: 3000,
  charges: ['processing_error'],
  slow: 'waits',
};

/** Two of them at most: what matters is that something happens while a step looks at the world. */
const busyAtRung = (...deeds: Deed[]): Focus => ({
  deeds,
  around: [rungs[0] ?? 0],
  within: 2500,
  charges: ['processing_error'],
  until: 4 * 86_400_000,
});

export const planted: Readonly<Record<string, Planted>> = {
  'park takes the news as of the write, not as the step saw it': {
    bug: () => ({ machine: saying('#news = :seen', '#news >= :seen') }),
    focus: paysAtRung,
    rates: 0.002,
  },
  'an older wait overwrites a newer one': {
    bug: () => ({
      machine: saying(
        '#wait.#turn < :turn OR (#wait.#turn = :turn AND #wait.#retry < :retry)',
        '#wait.#turn <> :turn OR #wait.#retry <> :retry',
      ),
    }),
    focus: {
      deeds: ['nudges', 'nudges'],
      around: [(rungs[0] ?? 0) - 4000],
      within: 2500,
      charges: ['processing_error'],
      slow: 'parks',
      until: 2 * 86_400_000,
    },
    rates: 0.002,
  },
  'the token is cleared whoever it belongs to': {
    bug: () => ({
      ports: updating((update) => (key, change) => {
        const clears = isCase(key) && change.remove?.includes('wait') === true && !sets(change, 'status');
        return update(key, clears ? unguarded(change, 'wait.token') : change);
      }),
    }),
    focus: { ...busyAtRung('nudges', 'stripe tries', 'pays in vain'), around: anyTime.slice(0, 2), slow: 'clearings' },
    rates: 0.002,
  },
  'news is written and nobody is told': {
    bug: () => ({
      ports: (ports) => ({ ...ports, workflows: { ...ports.workflows, answer: async () => 'answered' } }),
    }),
    focus: { deeds: ['pays'], around: anyTime },
  },
  'the sweep does not look for news that was not told': {
    bug: () => ({
      ports: withRows((rows) => ({
        query: (query) => (query.pk.startsWith('case#') ? Promise.resolve({ items: [] }) : rows.query(query)),
      })),
    }),
    focus: {
      deeds: Array.from({ length: 6 }, () => 'nudges'),
      around: anyTime.slice(0, 3),
      within: 6 * 3_600_000,
      charges: ['processing_error'],
      until: 4 * 86_400_000,
    },
    rates: { ...ratesAt(0.004), lost: 0.03 },
  },
  'the gap is checked by reading, and the slot written anyway': {
    bug: () => ({
      ports: putting((put) => (item, condition) => put(item, item.pk.startsWith('CARD#') ? undefined : condition)),
    }),
    focus: {
      twoSubscriptions: true,
      deeds: [],
      charges: ['processing_error'],
      slow: 'slots',
      until: 4 * 86_400_000,
    },
    rates: 0.002,
  },
  'a fact that is known raises the news again': {
    bug: () => ({
      ports: updating((update) => (key, change) => {
        const raises = change.append?.some(([path]) => path === 'applied') === true;
        return update(key, raises ? unguarded(change, 'applied') : change);
      }),
    }),
  },
  'the end of run 1 is taken for the end of run 2': {
    bug: () => ({ world: blameTheNextRun }),
    focus: { deeds: ['restarts'], around: anyTime.slice(0, 4), charges: ['processing_error'], until: 6 * 86_400_000 },
    rates: 0.002,
  },
  'our own attempt comes back and is taken for a foreign one': {
    bug: () => ({ ports: sending('billing-events', (body) => body.replaceAll(/holdfast-/g, '')) }),
    focus: { deeds: [], charges: ['processing_error'], until: 2 * 86_400_000 },
  },
  'a lease that ran out goes back to PENDING': {
    bug: () => ({
      ports: updating(
        (update) => (key, change) =>
          update(key, setting(change, 'status') === 'UNKNOWN' ? resetting(change, 'status', 'PENDING') : change),
      ),
    }),
    focus: { deeds: [], charges: ['processing_error'], until: 4 * 86_400_000 },
    rates: { ...ratesAt(0.002), lost: 0.08 },
  },
  'the goal is checked against a read that was remembered': {
    bug: () => ({ ports: rememberingGoal() }),
    focus: { deeds: [], charges: ['processing_error'], until: 4 * 86_400_000 },
  },
  'each call to charge has a new key': {
    bug: () => {
      let calls = 0;
      return {
        ports: paying((pay) => (call) => {
          calls += 1;
          return pay({ ...call, key: `${call.key}-${calls}` });
        }),
      };
    },
    focus: { deeds: [], charges: ['processing_error'], until: 2 * 86_400_000 },
  },
  'the charge is made without an intent on the row': {
    bug: () => ({
      ports: updating((update, rows) => async (key, change): Promise<Written> => {
        const intent = isCase(key) ? setting(change, 'intent') : undefined;
        if (intent === undefined) return update(key, change);
        const item = await rows.get(key);
        return item ? { kind: 'done', item: { ...item, intent } } : { kind: 'refused' };
      }),
    }),
    focus: { deeds: [], charges: ['processing_error'], until: 2 * 86_400_000 },
  },
  'the card forgets what was tried before': {
    bug: () => ({
      ports: putting(
        (put) => (item, condition) =>
          put(item.pk.startsWith('CARD#') ? { ...item, slots: [item.slots].flat().slice(-1) } : item, condition),
      ),
    }),
    focus: { deeds: ['stripe tries'], around: [rungs[0] ?? 0], within: 3_600_000 },
  },
  'a webhook is acknowledged before the queue has it': {
    bug: () => ({
      ports: (ports) => ({
        ...ports,
        queues: {
          ...ports.queues,
          send: (queue, body, options) =>
            queue === 'billing-events'
              ? ports.queues.send(queue, body, options).catch(() => undefined)
              : ports.queues.send(queue, body, options),
        },
      }),
    }),
    rates: 0.05,
  },
  'pending is cleared before it is carried out': {
    bug: () => ({
      ports: updating((update) => async (key, change) => {
        const written = await update(key, change);
        const leaves = isCase(key) && written.kind === 'done' && [written.item.pending].flat().length > 0;
        if (leaves) await update(key, { set: [['pending', []]] });
        return written;
      }),
    }),
  },
  'the dispatcher does not ask about suppression': {
    bug: () => ({
      ports: withRows((rows) => ({
        get: async (key) => {
          const item = await rows.get(key);
          if (item?.entity !== 'address') return item;
          const { suppressed: _ignored, ...rest } = item;
          return rest;
        },
      })),
    }),
    focus: {
      deeds: ['bounces', 'complains'],
      around: [rungs[0] ?? 0].map((at) => at + 8 * 3_600_000),
      charges: ['processing_error'],
      until: 5 * 86_400_000,
    },
  },
  'an older read of Stripe overwrites a newer one': {
    bug: () => ({
      ports: putting((put) => (item, condition) => put(item, item.readAt === undefined ? condition : undefined)),
    }),
    focus: busyAtRung('pays in vain', 'stripe tries', 'brings a card'),
    rates: 0.03,
  },
  'a case is opened without looking whether another event was faster': {
    bug: () => ({
      ports: putting((put) => (item, condition) => put(item, item.entity === 'case' ? undefined : condition)),
    }),
    focus: {
      deeds: ['stripe tries', 'pays in vain'],
      around: [3000],
      within: 3000,
      until: 2 * 86_400_000,
      slow: 'openings',
    },
    rates: 0.005,
  },
  'a closed case does not remember what it settled': {
    bug: () => ({ ports: reading((item) => (item.entity === 'case' ? { ...item, settled: [] } : item)) }),
    focus: { deeds: ['stops', 'stripe tries'], around: anyTime.slice(0, 2), within: 40_000_000, until: 6 * 86_400_000 },
  },
  'a restarted run forgets what was done': {
    bug: () => ({
      ports: updating((update, rows) => async (key, change) => {
        if (!isCase(key) || !sets(change, 'run')) return update(key, change);
        const item = await rows.get(key);
        const data = { ...Object(item?.data), results: {} };
        return update(key, { ...change, set: [...(change.set ?? []), ['data', data]] });
      }),
    }),
    focus: { deeds: ['restarts'], around: anyTime.slice(1, 6), charges: ['processing_error'] },
  },
  'a decision is written whatever happened to the row meanwhile': {
    bug: () => ({
      ports: updating((update) => (key, change) => update(key, isCase(key) ? unguarded(change, 'version') : change)),
    }),
    focus: { deeds: ['stripe tries', 'stripe tries'], around: [5000], within: 5000, until: 2 * 86_400_000 },
    rates: 0.005,
  },
  'Stripe goes on collecting beside us': {
    bug: () => ({
      ports: (ports) => ({
        ...ports,
        billing: {
          ...ports.billing,
          holdCollection: async () => undefined,
          invoice: async (...of) => ({ ...(await ports.billing.invoice(...of)), autoAdvance: false }),
          openInvoices: async (...of) =>
            (await ports.billing.openInvoices(...of)).map((invoice) => ({ ...invoice, autoAdvance: false })),
        },
      }),
    }),
    focus: { deeds: [], charges: ['processing_error'], until: 2 * 86_400_000 },
  },
  'a run that was opened to observe goes live with the configuration': {
    bug: () => ({ ports: goingLive() }),
    focus: { mode: 'observe', deeds: [], charges: ['processing_error'], until: 3 * 86_400_000 },
  },
};
