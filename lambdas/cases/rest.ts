/** What else an account has: recovery is about one subscription, its account may have two (completions A13). */
export interface Rest {
  /** Another subscription that has not ended. */
  readonly lives: boolean;
  /** What another open recovery case makes of the account. */
  readonly status?: 'past_due' | 'paused';
}
