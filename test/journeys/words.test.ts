import './approvals.journey.ts';
// Journeys about what customers read, and who reads it: one suite, since loading a world takes longer than most of them. One alone: -t and its name.
import './mail-floor.journey.ts';
import './mail-to-me.journey.ts';
import './missing-words.journey.ts';
import './card-expiring.journey.ts';
import './one-language.journey.ts';
import './plan-name.journey.ts';
import './privacy.journey.ts';
import './promises.journey.ts';
