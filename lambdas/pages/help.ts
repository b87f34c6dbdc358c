import { html } from 'hono/html';
import type { RetentionConfig } from '../kernel/config/index.ts';
import type { Html } from './kit.ts';

/** Replies to our mails reach somebody (`senders.replyTo` is required). */
export const companyHelp = (
  { company, senders }: Pick<RetentionConfig, 'company' | 'senders'>,
  whose: string,
): Html => html`<p>This page is for ${whose}. Questions? Write to <a href="mailto:${senders.replyTo}">${senders.replyTo}</a>: a person reads it.</p>
<p>${company.name}, ${company.postalAddress}</p>`;
