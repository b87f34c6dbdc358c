/** What this build does, as a story can show it; an empty part of any other capability means "not built". */
export const capabilities = [
  'recovery',
  'billing',
  'outbox',
  'mail-events',
  'ops',
  'sweep',
  'faults',
  'config',
  'tasks',
  'pages',
  'reconciler',
  'attribution',
  'holdouts',
  'backup-cards',
  'card-expiry',
] as const;

const needs: Readonly<Record<string, string>> = {
  'subscription.created': 'lifecycle',
  'subscription.trial': 'trials',
  'subscription.changed': 'movements',
  'subscription.converted': 'trials',
  'subscription.reactivated': 'reactivation',
  track: 'usage',
  identify: 'usage',
  group: 'usage',
  signals: 'health',
  churn_signal: 'signals',
  review: 'reviews',
  answer: 'pages',
  click: 'pages',
  unsubscribe: 'preferences',
  reply: 'replies',
  deploy: 'deploys',
  fact: 'signals',
  metric: 'reports',
  discount: 'movements',
  seats: 'movements',
  ask: 'commands',
  incident: 'incidents',
  'ops hold': 'holds',
  'ops release': 'holds',
  'ops let-go': 'save',
  'ops enrol': 'journeys',
  'run weekly-review': 'reviews',
  'run monthly-reports': 'reports',
  'run daily-sweep': 'renewals',
};

/** The honest note of a step whose capability is not there; `done` says what happened all the same. */
export const missingCapability = (step: string, done = 'it did nothing'): string =>
  `"${step}": the capability "${needs[step] ?? step}" is not built yet; ${done}`;
