import { cancelPurpose } from './cancel-page.ts';
import { cardChangedPurpose } from './card-changed-page.ts';
import { payPurpose } from './pay-page.ts';
import type { Purpose } from './purpose.ts';
import { updateCardPurpose } from './update-card-page.ts';
import { whatHappenedPurpose } from './what-happened-page.ts';

/** Where the links in customers' mails lead, and from there on. */
export const customerPurposes: Readonly<Record<string, Purpose>> = {
  'update-card': updateCardPurpose,
  'card-changed': cardChangedPurpose,
  pay: payPurpose,
  // In a pause there is one price and one button: the same press ends it.
  resume: payPurpose,
  cancel: cancelPurpose,
  'what-happened': whatHappenedPurpose,
};
