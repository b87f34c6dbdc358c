export type ConfigFile = Readonly<Record<string, unknown>>;

/**
 * One breaking change of the configuration, as a pure function on what a user wrote. It also meets stored policies, whose
 * defaults are filled in. What it does not find as it expects it leaves alone: the schema has words for that.
 */
export interface Migration {
  /** The version it starts from; it leads to the next one. */
  readonly from: number;
  /** What is written differently from then on, in one line: "ladder.steps is now called ladder.retries". */
  readonly did: string;
  readonly migrate: (input: ConfigFile) => ConfigFile;
}
