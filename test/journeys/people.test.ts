// Journeys about what people switch, stop and do by hand: one suite, since loading a world takes longer than most of them. One alone: -t and its name.
import './app.journey.ts';
import './linked.journey.ts';
import './observe.journey.ts';
import './ops.journey.ts';
import './switched-off.journey.ts';
import './tasks.journey.ts';
import './webhooks.journey.ts';
