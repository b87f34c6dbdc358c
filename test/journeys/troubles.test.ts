// Journeys about what goes wrong around a journey: one suite, since loading a world takes longer than most of them. One alone: -t and its name.
import './bad-webhooks.journey.ts';
import './handback.journey.ts';
import './outage.journey.ts';
import './panic.journey.ts';
import './reconcile.journey.ts';
import './trouble.journey.ts';
