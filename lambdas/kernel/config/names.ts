/** What can be switched on by itself: the journeys, and the senders of mail that are not journeys. */
export const journeys = [
  'payment-recovery',
  'onboarding',
  'trial',
  'save-playbook',
  'reactivation',
  'pause',
  'renewal',
  'surveys',
  'expansion',
  'reports',
  'advocacy',
  'incident',
] as const;

export type JourneyName = (typeof journeys)[number];

/** From harmless to real: `observe` records what it would do, `mail-to-me` mails only us, `live` acts. */
export const modes = ['observe', 'mail-to-me', 'live'] as const;
export type Mode = (typeof modes)[number];

export const tierNames = ['free_trial', 'smb', 'mid_market', 'enterprise'] as const;
export type TierName = (typeof tierNames)[number];
