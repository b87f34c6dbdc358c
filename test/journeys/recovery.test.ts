import './budget.journey.ts';
// Journeys about the ladder, its cards and its ends: one suite, since loading a world takes longer than most of them. One alone: -t and its name.
import './attempt-window.journey.ts';
import './backup-cards.journey.ts';
import './backup-page.journey.ts';
import './cards.journey.ts';
import './disputes.journey.ts';
import './endings.journey.ts';
import './final-notice.journey.ts';
import './hold.journey.ts';
import './late-repeat.journey.ts';
import './not-a-card.journey.ts';
import './payday.journey.ts';
import './payment-recovery.journey.ts';
import './several.journey.ts';
import './trial-end.journey.ts';
