import { type Check, complain } from './check.ts';
import { contrast } from './contrast.ts';

/** Buttons of our pages and mails carry white text (WCAG 2.2, 1.4.3). */
const readable = 4.5;

const brandColour: Check = ({ brand }) =>
  contrast(brand.color, '#ffffff') >= readable
    ? []
    : complain(['brand', 'color'], brand.color, {
        allowed: `a colour that white text can be read on (contrast ${readable} : 1 or more)`,
        fix: 'take a darker shade of it',
      });

export const brandChecks: readonly Check[] = [brandColour];
