import * as z from 'zod';
import { days, percent, reason } from './fields.ts';

/** How long we keep what, in days (N9). Suppression hashes and the money ledger outlive the person's data. */
function kept(howLong: number, why: string) {
  return z.strictObject({ days: days.default(howLong), reason: reason.default(why) }).prefault({});
}

export const retentionSchema = z
  .strictObject({
    mailBodies: kept(90, 'long enough to answer "what did you write to me?"'),
    events: kept(400, 'a year of product events and a month to compare it with'),
    messages: kept(400, 'why a mail was sent or not can be asked for a year'),
    closedCases: kept(400, 'outcomes of a year feed the calibration'),
    ledger: kept(3650, 'tax law keeps books for up to ten years'),
  })
  .prefault({});

/** Monthly churn, percent of MRR: the table of the source, shown beside our own cancellation churn (C23). */
function churn(good: number, great: number, best: number, about: string) {
  return z
    .strictObject({
      good: percent.default(good),
      great: percent.default(great),
      best: percent.default(best),
      reason: reason.default(`retention OS, benchmarks by industry: ${about}`),
    })
    .prefault({});
}

/** Net revenue retention passes 100. */
const ratePercent = z.number().min(0).max(1000);

const share = (from: number, to: number, why: string) =>
  z
    .strictObject({ from: ratePercent.default(from), to: ratePercent.default(to), reason: reason.default(why) })
    .prefault({});

export const benchmarksSchema = z
  .strictObject({
    churn: z
      .strictObject({
        b2b_saas_smb: churn(5, 3, 2, 'B2B SaaS for small businesses'),
        b2b_saas_enterprise: churn(2, 1, 0.5, 'B2B SaaS for enterprises'),
        b2c_subscription: churn(7, 5, 3, 'subscriptions of consumers'),
        agency: churn(8, 5, 3, 'agencies and consulting'),
        ecommerce_box: churn(10, 7, 5, 'subscription boxes'),
        fitness: churn(12, 8, 5, 'fitness and wellness'),
      })
      .prefault({}),
    nrr: z
      .strictObject({
        smb: share(90, 100, 'retention OS, phase 6: some churn is normal in small accounts'),
        mid_market: share(100, 110, 'retention OS, phase 6: expansion should cover what leaves'),
        enterprise: share(110, 130, 'retention OS, phase 6: large accounts grow when they stay'),
      })
      .prefault({}),
    winBack: share(5, 25, 'retention OS, phase 7: overall win-back rate from good to best in class'),
    pauseReturn: share(40, 60, 'retention OS, phase 5: share of paused accounts that come back'),
  })
  .prefault({});
