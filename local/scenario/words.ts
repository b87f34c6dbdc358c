/** The vocabularies of the story format: contract words, never renamed. */

export const opsCommands = [
  'stop',
  'nudge',
  'restart',
  'hold',
  'release',
  'let-go',
  'enrol',
  'pause-all',
  'resume-all',
  'attention',
  'link',
] as const;

export const schedules = [
  'weekly-review',
  'monthly-reports',
  'daily-sweep',
  'reconcile',
  'card-scan',
  /** The one-minute sweep of the due index, out of turn. */
  'sweep',
] as const;

export const journeys = [
  'payment-recovery',
  'onboarding',
  'trial',
  'save-playbook',
  'reactivation',
  'pause',
  'renewal',
  'weekly-review',
  'monthly-reports',
] as const;

export const mailEvents = [
  'bounce',
  'soft-bounce',
  'complaint',
  'delivery',
  'reject',
  'rendering-failure',
  'delay',
] as const;

/** The last four are for webhooks on their way. */
export const webhookFaults = ['duplicate', 'delay', 'reorder', 'drop'] as const;
export const callFaults = ['throttle', 'error', 'timeout-before', 'timeout-after', 'crash-after'] as const;
export const faults = [...callFaults, ...webhookFaults] as const;

export const pages = [
  'save-reason',
  'nps',
  'csat',
  'value-survey',
  'check-in',
  'goal',
  'pause-offer',
  'downgrade-offer',
  'annual-offer',
  'win-back-offer',
  'exit-question',
  'cancel',
  'resume',
  'reactivate',
  'promise-date',
  'pay',
  'update-card',
  'authenticate',
  'backup-card',
  'what-happened',
  'preferences',
  'export',
  'case-study',
] as const;

export const facts = [
  'check_in',
  'ticket',
  'champion',
  'stakeholder',
  'sentiment',
  'competitor',
  'budget_review',
  'scope_reduction',
  'request',
  'training_attended',
  'goal',
  'new_use_case',
] as const;
