import type * as z from 'zod';
import type { MailEntry } from './catalog/entry.ts';
import { internalMails } from './catalog/internal.ts';
import { paymentRecoveryMails } from './catalog/payment-recovery.ts';

/** Every mail Holdfast can send. Names are contract (spec messaging, templates); each journey keeps its own file. */
export const catalog = { ...internalMails, ...paymentRecoveryMails } as const satisfies Record<string, MailEntry>;

export type MailName = keyof typeof catalog;

export type MailFacts<Name extends MailName> = z.infer<(typeof catalog)[Name]['facts']>;

export const mailNames = Object.keys(catalog).filter(isMailName);

export function isMailName(name: string): name is MailName {
  return Object.hasOwn(catalog, name);
}

export const mailEntryOf = (name: MailName): MailEntry => catalog[name];

/** Languages every mail is written in; the first one is for readers of any other. */
export const mailLanguages = ['en'] as const;

export type MailLanguage = (typeof mailLanguages)[number];

/** One mail is in one language, words, dates and money alike: that of its text, not of its reader. */
export const languageOf = (locale: string): MailLanguage =>
  mailLanguages.find((language) => new RegExp(`^${language}(-|$)`, 'i').test(locale)) ?? mailLanguages[0];
