/** What a person may do from a page of the console. Each is a row of its own: who, when, why. */
export type Act =
  | { readonly act: 'nudge' | 'stop'; readonly account: string; readonly subject: string }
  | {
      readonly act: 'restart';
      readonly account: string;
      readonly subject: string;
      readonly policy: 'own' | 'current';
    }
  | { readonly act: 'pause-all' | 'resume-all' };

export interface Acts {
  /** As it will stand in the audit row. */
  readonly who: string;
  /** @returns what was done, in a sentence. @throws Failure with the reason when it cannot be done */
  perform(act: Act, why: string): Promise<string>;
}
