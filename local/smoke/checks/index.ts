import type { Check } from '../check.ts';
import { deadLettersComeBack } from './dead-letters.ts';
import { alertReachesPeople, paymentWakes, statusEvents } from './ending.ts';
import { bouncesSuppress, mailSetUp, tagsArrive } from './mail.ts';
import { startedThroughAlias, webhookOpensCase } from './opening.ts';
import { secretsAreIn, secretsAreKept } from './secrets.ts';
import { tableStands } from './table.ts';
import { endsOnTime, sweepAnswers, timeoutFromJsonata, waitsWithToken } from './waiting.ts';
import { webhookAccepted, webhookRefused } from './webhook.ts';

/** In this order: what stands, then the doors, then the life of one case, each check on what the one before has made. */
export const checks: readonly Check[] = [
  tableStands,
  secretsAreIn,
  secretsAreKept,
  mailSetUp,
  webhookRefused,
  webhookAccepted,
  webhookOpensCase,
  startedThroughAlias,
  waitsWithToken,
  timeoutFromJsonata,
  endsOnTime,
  sweepAnswers,
  statusEvents,
  alertReachesPeople,
  paymentWakes,
  tagsArrive,
  bouncesSuppress,
  deadLettersComeBack,
];
