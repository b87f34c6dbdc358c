import { html } from 'hono/html';
import { loadAccount } from '../accounts/load-account.ts';
import type { Ports } from '../kernel/ports.ts';
import { dateWords } from '../messaging/day-words.ts';
import { pageAnswer } from './kit.ts';
import type { Opened, Purpose } from './purpose.ts';

interface Words {
  readonly title: string;
  /** "Its button will …" */
  readonly does: (whose: string) => string;
}

const words: Readonly<Record<string, Words>> = {
  'update-card': {
    title: 'Update your card',
    does: (whose) => `let ${whose} choose another card, which then pays what is open`,
  },
  pay: {
    title: 'Confirm the payment',
    does: (whose) => `show ${whose} the open amount and lead on to their bank, where the payment is confirmed`,
  },
  resume: {
    title: 'Resume the plan',
    does: (whose) => `take the payment for a new period from ${whose} and end the pause`,
  },
  cancel: { title: 'Cancel the plan', does: (whose) => `cancel the plan of ${whose}, without asking for a reason` },
};

/** Where the links in the customers' mails lead until their pages are built: it reads and says. There is nothing to press. */
const notBuilt = ({ title, does }: Words): Purpose => ({
  own: false,
  async get({ claims, expires, config, ports }: Opened) {
    const { name: company, zone } = config.company;
    const whose = await nameOf(claims.account ?? '', ports);
    const until = dateWords(expires, ports.clock.now(), { language: 'en', zone });
    const content = html`<p>This link is genuine: it was made for <strong>${whose}</strong> and works until ${until}.</p>
<p>The page behind it is not built yet. Its button will ${does(whose)}; only pressing the button will do that, never opening the link.</p>
<p>Nothing was charged, changed or cancelled by opening it.</p>`;
    return pageAnswer(200, { title, content, company });
  },
});

const nameOf = async (account: string, { rows }: Pick<Ports, 'rows'>): Promise<string> =>
  (await loadAccount(rows, account))?.name ?? account;

export const customerPurposes: Readonly<Record<string, Purpose>> = Object.fromEntries(
  Object.entries(words).map(([name, one]) => [name, notBuilt(one)]),
);
