import { ConfigError, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { type Answers, answersIn, problemWith, questions, type StripeSays, tidied } from './answers.ts';
import { configOf, configText } from './config-text.ts';
import { InitError } from './mistake.ts';
import type { AtStripe } from './plans.ts';
import { type Rated, withRates } from './rates.ts';

export interface Init {
  /** Undefined: no key was given. */
  readonly atStripe: () => Promise<AtStripe | undefined>;
  /** Of `--answers`; undefined: a person is asked. */
  readonly given: unknown;
  readonly ask: (question: string) => Promise<string>;
  readonly say: (line: string) => void;
  readonly exists: boolean;
  /** Whether an existing file may go. */
  readonly overwrites: () => Promise<boolean>;
  readonly write: (text: string) => void;
}

/** Eight answers and what Stripe knows become a configuration, checked before it is written. */
export async function init({ atStripe, given, ask, say, exists, overwrites, write }: Init): Promise<void> {
  const stripe = await atStripe();
  if (stripe === undefined) say('no STRIPE_SECRET_KEY is set: plans and prices are left out, add them later');
  const says = stripe?.says ?? {};
  const answers = given === undefined ? await asked(ask, says, say) : answersIn(given, says);
  const rated = withRates(stripe?.plans ?? [], answers.currency);
  check(answers, rated);
  if (exists && !(await overwrites())) return say('nothing was written');
  write(configText(answers, rated));
  for (const line of [...(stripe?.left ?? []), ...rated.left]) say(`left out: price ${line}`);
  say(`wrote retention.config.ts with ${rated.plans.length} plans, in mode observe; next: npm run doctor`);
}

async function asked(ask: Init['ask'], says: StripeSays, say: Init['say']): Promise<Answers> {
  const so: Record<string, string> = {};
  for (const question of questions) {
    const usual = question.usual?.(so, says);
    for (;;) {
      const text = (await ask(`${question.asks} (${question.why})${usual ? ` [${usual}]` : ''}: `)) || usual;
      const answer = tidied(question.fact, text ?? '');
      const problem = problemWith(question.fact, answer);
      if (problem === undefined) {
        so[question.fact] = answer;
        break;
      }
      say(problem);
    }
  }
  return answersIn(so, says);
}

/** A configuration that would be refused is not written. */
function check(answers: Answers, rated: Rated): void {
  try {
    resolveConfig(configOf(answers, rated));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [first] = error.problems;
    throw new InitError(
      `this would be no configuration: ${first?.path ?? 'it'} is ${first?.got ?? 'wrong'}, allowed is ${first?.allowed ?? 'something else'}`,
    );
  }
}
