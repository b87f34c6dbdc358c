import type { Answer, Command } from '../ops/command.ts';
import type { Arguments } from './arguments.ts';
import { pausedMark } from './lines.ts';

type HandBack = Extract<Command, { command: 'handback' }>;

export interface Giving {
  readonly args: Arguments;
  readonly user: string;
  /** Carries the command out where it was asked for. */
  readonly run: (command: HandBack) => Promise<Answer>;
  readonly say: (line: string) => void;
  readonly agrees: (question: string) => Promise<boolean>;
}

/** Shows first, asks, then does it; a subscription is resumed only on a yes of its own. */
export async function give({ args, user, run, say, agrees }: Giving): Promise<boolean> {
  const by = { command: 'handback', who: args.who ?? user, why: args.why } as const;
  const plan = await run({ ...by, dryRun: true, resume: [] });
  for (const line of plan.lines) say(line);
  if (args.dryRun) {
    say('nothing was changed: this was a dry run');
    return false;
  }
  if (!args.yes && !(await agrees('end these cases and give the invoices back?'))) {
    say('nothing was changed');
    return false;
  }
  const done = await run({ ...by, dryRun: false, resume: [] });
  for (const line of done.lines) say(line);
  const resume = args.resumePaused ? await chosen(done.lines, args, agrees) : [];
  if (resume.length > 0) for (const line of (await run({ ...by, dryRun: false, resume })).lines) say(line);
  say(
    'while recovery is live, the next failed renewal is taken over again: switch it to observe and deploy, or destroy',
  );
  return true;
}

async function chosen(lines: readonly string[], { yes }: Arguments, agrees: Giving['agrees']) {
  const resume: { account: string; subscription: string }[] = [];
  for (const line of lines) {
    const [mark, account = '', subscription = ''] = line.split(' ');
    if (mark !== pausedMark) continue;
    if (yes || (await agrees(`resume ${subscription} of ${account}?`))) resume.push({ account, subscription });
  }
  return resume;
}
