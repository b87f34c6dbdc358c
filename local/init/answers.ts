import { countryZone } from '../../lambdas/kernel/calendar.ts';
import { companySchema, peopleSchema } from '../../lambdas/kernel/config/company.ts';
import { InitError } from './mistake.ts';

/** What only the company itself knows. Everything else has a default with a reason beside it. */
export interface Answers {
  readonly name: string;
  readonly country: string;
  readonly zone: string;
  readonly currency: string;
  readonly postalAddress: string;
  readonly app: string;
  readonly mailDomain: string;
  readonly tasks: string;
}

export type Fact = keyof Answers;

export interface Question {
  readonly fact: Fact;
  readonly asks: string;
  readonly why: string;
  /** What an empty line means; undefined: it has to be answered. */
  readonly usual?: (so: Partial<Answers>, stripe: StripeSays) => string | undefined;
}

/** What a key of Stripe tells, so that nobody has to be asked. */
export interface StripeSays {
  readonly country?: string | undefined;
  readonly currency?: string | undefined;
  readonly name?: string | undefined;
}

/** Eight, in the order in which one thing tells another. */
export const questions: readonly Question[] = [
  {
    fact: 'name',
    asks: 'Company name, as customers know it',
    why: 'subjects and signatures',
    usual: (_so, { name }) => name,
  },
  { fact: 'country', asks: 'Country, two letters', why: 'calendars and law', usual: (_so, { country }) => country },
  {
    fact: 'zone',
    asks: 'Time zone',
    why: 'where the company’s days begin',
    usual: ({ country = '' }) => countryZone(country),
  },
  {
    fact: 'currency',
    asks: 'Currency of your figures',
    why: 'thresholds and reports',
    usual: (_so, { currency }) => currency,
  },
  { fact: 'postalAddress', asks: 'Postal address, in one line', why: 'the law wants it in every mail' },
  { fact: 'app', asks: 'Address of your app', why: 'where a customer goes on after paying' },
  {
    fact: 'mailDomain',
    asks: 'Domain you send mail from',
    why: 'billing@, hello@hello. and support@ of it are the senders',
    usual: ({ app = '' }) => (URL.canParse(app) ? new URL(app).hostname.split('.').slice(-2).join('.') : undefined),
  },
  {
    fact: 'tasks',
    asks: 'Who gets tasks and alarms',
    why: 'a person is told only where one is needed',
    usual: ({ mailDomain }) => (mailDomain === undefined ? undefined : `founder@${mailDomain}`),
  },
];

const company = companySchema.shape;
const domain = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

const schemas = {
  name: company.name,
  country: company.country,
  zone: company.zone,
  currency: company.currency,
  postalAddress: company.postalAddress,
  app: company.urls.shape.app,
  tasks: peopleSchema.shape.founder,
} as const;

/** Why it is no answer to that question, in one sentence; undefined: it is one. */
export function problemWith(fact: Fact, given: string): string | undefined {
  if (fact === 'mailDomain')
    return domain.test(given) ? undefined : `"${given}" is no domain, expected one such as example.com`;
  const parsed = schemas[fact].safeParse(given);
  if (parsed.success) return undefined;
  const [issue] = parsed.error.issues;
  const { allowed = 'a text' }: { allowed?: string } = Object(Object(issue).params);
  return `"${given}" will not do, expected ${allowed}`;
}

/** Written like Stripe and like ISO write them, however they were typed. */
export function tidied(fact: Fact, given: string): string {
  const text = given.trim();
  if (fact === 'country') return text.toUpperCase();
  return fact === 'currency' || fact === 'mailDomain' ? text.toLowerCase() : text;
}

/** Of `--answers file.json`. @throws InitError naming the first fact that is missing, unknown or wrong */
export function answersIn(given: unknown, stripe: StripeSays): Answers {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new InitError('the answers are no JSON object: write {"name": "…", "country": "US", …}');
  const named: Readonly<Record<string, unknown>> = { ...given };
  const facts = questions.map(({ fact }) => fact);
  const stranger = Object.keys(named).find((name) => !facts.some((fact) => fact === name));
  if (stranger !== undefined)
    throw new InitError(`the answers have "${stranger}", which is none of ${facts.join(', ')}`);
  const so: Partial<Record<Fact, string>> = {};
  for (const question of questions) {
    const value = named[question.fact] ?? question.usual?.(so, stripe);
    if (typeof value !== 'string') throw new InitError(`the answers have no "${question.fact}": ${question.asks}`);
    const text = tidied(question.fact, value);
    const problem = problemWith(question.fact, text);
    if (problem !== undefined) throw new InitError(`"${question.fact}" in the answers: ${problem}`);
    so[question.fact] = text;
  }
  return { ...blank, ...so };
}

/** Every question above was answered; this only says so to the compiler. */
const blank: Answers = {
  name: '',
  country: '',
  zone: '',
  currency: '',
  postalAddress: '',
  app: '',
  mailDomain: '',
  tasks: '',
};
