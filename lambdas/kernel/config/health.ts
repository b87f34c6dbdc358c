import * as z from 'zod';
import { count, days, percent, positive, reason, usersReason } from './fields.ts';

const points = z.number().min(0).max(10);

/** Retention OS, phase 1. They sum to 100. */
const weights = {
  usage: percent.default(30),
  engagement: percent.default(25),
  financial: percent.default(20),
  relationship: percent.default(15),
  outcome: percent.default(10),
};

/** Whole scores from `from` to `to`, both included; together they cover 0 to 100 (readings 5: the integer decides). */
const band = z.strictObject({ from: count.max(100), to: count.max(100) });

/** The first step that holds gives the points: `below` excludes its bound, `upTo` includes it, the last has neither (readings 2). */
const step = z.strictObject({ below: z.number().optional(), upTo: z.number().optional(), points });

const steps = (...rows: readonly z.input<typeof step>[]) =>
  z
    .array(step)
    .min(1)
    .default([...rows]);

/** Numeric signals. Shares are 0 to 1 and more, times are days. */
const signalPoints = z
  .strictObject({
    /** Share of the account's own baseline. */
    login_frequency_vs_baseline: steps(
      { below: 0.5, points: 1 },
      { below: 0.7, points: 4 },
      { below: 0.9, points: 7 },
      { points: 10 },
    ),
    /** Key features used in 28 days. */
    core_feature_adoption: steps(
      { upTo: 1, points: 1 },
      { upTo: 2, points: 4 },
      { upTo: 3, points: 7 },
      { points: 10 },
    ),
    /** Mean days to a human answer, 90 days. */
    response_time_to_comms: steps(
      { below: 1, points: 10 },
      { upTo: 2, points: 7 },
      { upTo: 5, points: 4 },
      { points: 1 },
    ),
    /** Share attended, 6 months. */
    attends_check_ins: steps(
      { upTo: 0, points: 1 },
      { below: 0.67, points: 4 },
      { below: 1, points: 7 },
      { points: 10 },
    ),
    /** Days since the last request. */
    proactive_requests: steps(
      { upTo: 31, points: 10 },
      { upTo: 92, points: 6 },
      { upTo: 365, points: 3 },
      { points: 1 },
    ),
    /** Visits in 30 days. */
    billing_page_visits: steps({ upTo: 0, points: 10 }, { upTo: 2, points: 6 }, { points: 2 }),
    /** Active contacts. */
    stakeholder_breadth: steps({ upTo: 1, points: 2 }, { upTo: 2, points: 6 }, { points: 10 }),
  })
  .prefault({});

const profile = z.strictObject({
  /** Replaces `health.weights`; sums to 100 too. */
  weights: z.strictObject(weights).optional(),
  /** Signals nobody measures for these accounts: dropped when unknown, not priced (health spec, tech touch). */
  notExpected: z.array(z.string()).default([]),
  reason: usersReason,
});

const PERSONAL = [
  'champion_status',
  'achieving_stated_goals',
  'roi_demonstrated',
  'sentiment_last_interaction',
  'attends_check_ins',
  'response_time_to_comms',
  'proactive_requests',
];

export const healthSchema = z
  .strictObject({
    /** Raise it with every change of weights, bands or points: a change of model raises no alert. */
    model: positive.default(1),
    weights: z.strictObject(weights).prefault({}),
    bands: z
      .strictObject({
        healthy: band.default({ from: 75, to: 100 }),
        monitor: band.default({ from: 50, to: 74 }),
        at_risk: band.default({ from: 25, to: 49 }),
        critical: band.default({ from: 0, to: 24 }),
      })
      .prefault({}),
    points: signalPoints,
    /** By name; `tech-touch` applies where nobody of ours owns the account. */
    profiles: z.record(z.string(), profile).default({
      'tech-touch': {
        notExpected: PERSONAL,
        reason:
          'without it a perfect small account would score 56: what no person measures cannot be priced as missing',
      },
    }),
    alerts: z
      .strictObject({
        /** Between two weekly snapshots of the same model; this many counts (readings 7). */
        weeklyDrop: positive.default(15),
        /** Known share of the expected signals below which no tier alert is raised (readings 6). */
        minCoverage: z.number().min(0).max(1).default(0.6),
        /** Days of silence after which a power user counts as gone (readings 32). */
        powerUserSilentDays: days.default(14),
        reason: reason.default('retention OS, phase 1: automated health alerts'),
      })
      .prefault({}),
  })
  .prefault({});
