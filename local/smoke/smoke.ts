import { dynamoRows } from '../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import type { RetentionConfig } from '../../lambdas/kernel/config/index.ts';
import type { Instant } from '../../lambdas/kernel/instant.ts';
import type { Rows } from '../../lambdas/kernel/rows.ts';
import type { StageEnvironment } from '../aws/stage-environment.ts';
import type { Clients } from '../stage/clients.ts';
import type { Failed, StripeActor } from './stripe-customer.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Everything a smoke run reaches. A test puts the local world behind it. */
export interface Reaches {
  readonly stage: string;
  readonly livemode: boolean;
  readonly environment: StageEnvironment;
  readonly clients: Clients;
  readonly config: RetentionConfig;
  /** Names this run: letters and digits. */
  readonly id: string;
  readonly now: () => Instant;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly post: (url: string, headers: Readonly<Record<string, string>>, body: string) => Promise<Answer>;
  /** Undefined while the key in Secrets Manager is not one. */
  readonly stripe: () => Promise<StripeActor | undefined>;
}

/** One run: what it reaches, and what its checks have made so far. */
export class Smoke {
  readonly reaches: Reaches;
  readonly rows: Rows;
  readonly account: string;
  /** Undone in reverse order, whatever the checks came to. */
  readonly undo: { readonly what: string; readonly run: () => Promise<unknown> }[] = [];
  failed: Failed | undefined;
  stripe: StripeActor | undefined;

  constructor(reaches: Reaches) {
    this.reaches = reaches;
    this.account = `smoke-${reaches.id}`;
    this.rows = dynamoRows(reaches.clients.dynamodb, String(reaches.environment.TABLE_NAME));
  }

  name(variable: string): string {
    const value = this.reaches.environment[variable];
    if (value === undefined) throw new Error(`the stage does not say ${variable}: deploy it again`);
    return value;
  }

  later(what: string, run: () => Promise<unknown>): void {
    this.undo.push({ what, run });
  }

  /** Asks every two seconds until there is an answer; undefined when the time is over. */
  async until<T>(seconds: number, ask: () => Promise<T | undefined>): Promise<T | undefined> {
    const end = this.reaches.now() + seconds * 1000;
    for (;;) {
      const answer = await ask();
      if (answer !== undefined) return answer;
      if (this.reaches.now() >= end) return undefined;
      await this.reaches.sleep(2000);
    }
  }
}
