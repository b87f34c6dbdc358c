import type { Banner, BannerState } from './banner.ts';

export interface BannerWords {
  readonly text: string;
  readonly label: string;
}

const confirm: BannerWords = {
  text: 'Your bank asks you to confirm your last payment. Until you do, it stays open.',
  label: 'Confirm the payment',
};

const words: Readonly<Record<BannerState, BannerWords>> = {
  payment_needs_attention: {
    text: 'Your last payment didn’t go through. With a card that works, everything goes on as before.',
    label: 'Update your card',
  },
  paused: {
    text: 'Your plan is paused because a payment is missing. Everything in it is saved.',
    label: 'Resume your plan',
  },
};

/** The same whatever the bank said, as in the mails: a colleague looking over a shoulder learns no reason and no amount. */
export const wordsOf = ({ state, page }: Pick<Banner, 'state' | 'page'>): BannerWords =>
  page === 'pay' ? confirm : words[state];
