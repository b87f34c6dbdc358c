export interface CancelWording {
  /** What the button says, in the language the law says it in. */
  readonly button: string;
  readonly language: string;
  readonly source: string;
  /** In force since. */
  readonly since: string;
  readonly reason: string;
}

/** Where a country says what the button that ends a contract reads (completions N17). Only rows that are used. */
export const cancelWordings: Readonly<Record<string, CancelWording>> = {
  DE: {
    button: 'Jetzt kündigen',
    language: 'de',
    source: 'https://www.gesetze-im-internet.de/bgb/__312k.html (BGB § 312k, 2)',
    since: '2022-07-01',
    reason: 'the button that declares it carries nothing but these words or equally clear ones, without a login',
  },
};

export const cancelWordingOf = (country: string | undefined): CancelWording | undefined =>
  country !== undefined && Object.hasOwn(cancelWordings, country) ? cancelWordings[country] : undefined;
