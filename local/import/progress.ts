import { SingleBar } from 'cli-progress';
import { type Cursor, phases } from '../../lambdas/import/cursor.ts';

export interface Progress {
  show(cursor: Cursor): void;
  end(): void;
}

const words = {
  customers: 'customers',
  subscriptions: 'subscriptions with their cards',
  worth: 'accounts added up',
  invoices: 'invoices',
  charges: 'charges',
} as const;

/** Stripe does not say how many there are: the bar counts the five parts, its text what was taken in. */
function bar(): Progress {
  const shown = new SingleBar({ format: '{bar} {text}', barsize: 20, hideCursor: true, clearOnComplete: false });
  shown.start(phases.length, 0, { text: '' });
  return {
    show: (cursor) =>
      shown.update(cursor.phase === 'done' ? phases.length : phases.indexOf(cursor.phase), { text: textOf(cursor) }),
    end: () => shown.stop(),
  };
}

/** For a log: one line a page. */
const lines = (write: (line: string) => void): Progress => ({
  show: (cursor) => write(textOf(cursor)),
  end: () => undefined,
});

export const progress = (isTerminal: boolean, write: (line: string) => void): Progress =>
  isTerminal ? bar() : lines(write);

/** What was taken in so far, part by part. */
export const textOf = ({ counts }: Cursor): string =>
  phases
    .filter((one) => counts[one] > 0)
    .map((one) => `${counts[one]} ${words[one]}`)
    .join(', ') || 'nothing yet';
