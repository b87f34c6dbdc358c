/** What a report of this build can show; an empty part of any other capability means "not built". */
export const capabilities = ['recovery'] as const;

const needs: Readonly<Record<string, string>> = {
  'card.consent': 'backup-cards',
  'subscription.created': 'lifecycle',
  'subscription.trial': 'trials',
  'subscription.changed': 'lifecycle',
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
  mail_event: 'mail-events',
  fault: 'faults',
  deploy: 'deploys',
  fact: 'signals',
  metric: 'reports',
  discount: 'movements',
  seats: 'movements',
  ask: 'commands',
  'task.done': 'tasks',
  ops: 'ops',
  run: 'schedules',
  incident: 'incidents',
};

export const missingCapability = (step: string): string =>
  `"${step}" did nothing: the capability "${needs[step] ?? step}" is not built yet`;
