import { dynamoRows } from '../../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import { type Case, caseKey, parseCase } from '../../../lambdas/cases/case.ts';
import { type Opening, openCase } from '../../../lambdas/cases/open.ts';
import type { RetentionConfig } from '../../../lambdas/kernel/config/index.ts';
import { after, type Duration, type Instant, parseInstant } from '../../../lambdas/kernel/instant.ts';
import type { LogFields } from '../../../lambdas/kernel/log.ts';
import type { DomainEvent, ExecutionStatus, Ports } from '../../../lambdas/kernel/ports.ts';
import { InProcessTable } from '../../../local/dynamodb/in-process-table.ts';
import { resolveWith } from '../kernel/config/example.ts';

export const T = parseInstant('2026-11-10T15:00:00Z');

/** The real table and adapter; Step Functions, the bus and the queues only remember what they were told. */
export class Desk {
  now: Instant = T;
  readonly table = new InProcessTable({ name: 'holdfast', now: () => this.now });
  readonly answers: { token: string; output: unknown }[] = [];
  readonly started: { name: string; input: unknown }[] = [];
  readonly published: DomainEvent[] = [];
  readonly lines: { message: string; fields: LogFields | undefined }[] = [];
  readonly queued: { queue: string; body: string }[] = [];
  /** What Step Functions says to an answer. */
  answering: (token: string) => 'answered' | 'closed' | Promise<'answered' | 'closed'> = () => 'answered';
  executionStatus: ExecutionStatus | undefined = 'RUNNING';
  /** Today's configuration; another one has another hash. */
  config: RetentionConfig = resolveWith({ mode: { default: 'live' } });
  configHash = 'hash';
  readonly ports: Ports = this.#ports();

  pass(elapsed: Duration): void {
    this.now = after(this.now, elapsed);
  }

  items(entity: string): Readonly<Record<string, unknown>>[] {
    return [...this.table.items()].filter((item) => item.entity === entity);
  }

  async open(over: Partial<Opening> = {}): Promise<Case> {
    return (await openCase({ ...opening, ...over }, this.ports)).row;
  }

  async stored(row: Case): Promise<Case> {
    const item = await this.ports.rows.get(caseKey(row.account, row.sk));
    if (!item) throw new Error(`${row.sk} is gone`);
    return parseCase(item);
  }

  /** What the machine's park writes, without the machine. */
  async park(row: Case, token: string, turn = 0): Promise<Case> {
    const entered = new Date(this.now).toISOString();
    const wait = { token, state: 'Wait for retry 1', due: '2026-11-11T15:00:00.000Z', entered, turn, retry: 0 };
    const written = await this.ports.rows.update(caseKey(row.account, row.sk), {
      set: [
        ['wait', wait],
        ['dueSk', `2026-11-11T15:10:00.000Z#${row.account}#${row.sk}`],
      ],
    });
    return parseCase(written.kind === 'done' ? written.item : row);
  }

  #ports(): Ports {
    const rows = dynamoRows({ send: (command) => this.table.send(command) }, 'holdfast');
    const note = (message: string, fields?: LogFields) => void this.lines.push({ message, fields });
    const parts: Partial<Ports> = {
      clock: { now: () => this.now },
      rows,
      workflows: {
        start: async (_journey, name, input) => {
          this.started.push({ name, input });
          return 'started';
        },
        answer: async (token, output) => {
          this.answers.push({ token, output });
          return this.answering(token);
        },
        status: async () => this.executionStatus,
        stop: async () => undefined,
      },
      queues: {
        send: async (queue, body) => void this.queued.push({ queue, body }),
        retryAfter: async () => undefined,
      },
      policies: {
        load: async () => this.config,
        current: async () => ({ hash: this.configHash, config: this.config }),
      },
      bus: { publish: async (event) => void this.published.push(event) },
      log: { info: note, warn: note, error: note },
    };
    return parts as Ports;
  }
}

export const opening: Opening = {
  account: 'acme',
  journey: 'payment-recovery',
  subject: 'sub_acme',
  policy: 'hash',
  mode: 'live',
  stage: 'retrying',
  about: 'in_1',
  events: ['evt_1', 'charge:ch_1'],
  what: 'invoice.payment_failed',
  data: { lead: 'in_1' },
};
