import { html } from 'hono/html';
import { formatMoney, money } from '../../../lambdas/kernel/money.ts';
import { sentenceOf } from '../../scenario/print.ts';
import type { Report } from '../../scenario/report.ts';
import { details, type Html, link, path, pill, section, stats, table, time } from '../kit.ts';
import type { Played } from './played-stories.ts';

/** What came of a played story: the figures, the mails as the customer read them, and everything in order. */
export function storyOutcome({ id, report }: Played): Html {
  return html`<p class="lead">${time(at(report.start))} to ${time(at(report.end))}, seed ${report.seed}. ${link(`/stories?again=${encodeURIComponent(id)}`, 'Change it and play again')}, or take ${link(`${path('stories/played', id)}/report.json`, 'the whole report as JSON')}.</p>
${broken(report)}${figures(report)}
<div class="grid">${section('How each case ended', cases(id, report))}${section('Charges', charges(report))}</div>
${section('Mails', mails(report))}
<div class="grid">${section('Withheld', withheld(report))}${section('Still to come', pending(report))}</div>
${section('Everything in order', timeline(report))}`;
}

const at = (iso: string): number => Date.parse(iso);

const broken = ({ violations }: Report): Html | string =>
  violations.length === 0
    ? ''
    : html`<div class="notice bad" role="alert"><p>A promise was broken:</p><ul class="mistakes">${violations.map((one) => html`<li>${one}</li>`)}</ul></div>`;

const figures = ({ emails, charges: tried, withheld: held, tasks, cases: all }: Report): Html =>
  stats([
    { value: all.filter(({ outcome }) => outcome === 'recovered').length, label: 'cases recovered', mood: 'good' },
    { value: all.filter(({ status }) => status !== 'closed').length, label: 'cases open', mood: 'busy' },
    { value: tried.length, label: 'charges tried' },
    { value: emails.length, label: 'mails sent' },
    { value: held.length, label: 'mails withheld', mood: 'wait' },
    { value: tasks.length, label: 'tasks for people', mood: 'wait' },
  ]);

const cases = (id: string, { cases: all, executions }: Report): Html =>
  html`${table(
    ['Account', 'About', 'How it ended'],
    all.map(({ account, subject, status, outcome, stage }) => [
      account,
      subject,
      status === 'closed' ? pill('good', String(outcome)) : pill('busy', String(stage)),
    ]),
    'No case was opened.',
  )}${executions.length === 0 ? '' : html`<h3>The way drawn</h3><ul>${executions.map(({ name, status }) => html`<li>${link(`${path('stories/played', id)}${path('executions', name)}`, name)} (${status.toLowerCase()})</li>`)}</ul>`}`;

const charges = ({ charges: all }: Report): Html =>
  table(
    ['When', 'Amount', 'By', 'Result'],
    all.map(({ at: when, amount, currency, actor, outcome }) => [
      time(at(when)),
      formatMoney(money(amount, currency), 'en'),
      actor,
      outcome === 'ok' ? pill('good', 'paid') : pill('bad', String(outcome).replaceAll('_', ' ')),
    ]),
    'Nothing was charged.',
  );

const mails = ({ emails }: Report): Html =>
  emails.length === 0
    ? html`<p class="none">No mail was sent.</p>`
    : html`${emails.map(({ at: when, to, subject, html: body, text, template }) =>
        details(
          html`${time(at(when))} <strong>${subject}</strong> to ${to}`,
          html`<p class="soft">${template}</p><iframe loading="lazy" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${body}" title="${subject}"></iframe>${details('As text', html`<pre tabindex="0">${text}</pre>`)}`,
        ),
      )}`;

const withheld = ({ withheld: all }: Report): Html =>
  table(
    ['When', 'Mail', 'Why'],
    all.map(({ at: when, template, verdict, reason, until }) => [
      time(at(when)),
      template,
      html`${verdict}: ${reason}${until === undefined ? '' : html`, until ${time(at(String(until)))}`}`,
    ]),
    'Every mail went out when it was due.',
  );

const pending = ({ pending: all }: Report): Html =>
  table(
    ['Due', 'What', 'Whose'],
    all.map(({ due, what, account }) => [time(at(due)), what, account ?? '']),
    'Nothing is left to come.',
  );

/** The webhooks are most of it and rarely the question: they stand below, with everything. */
const timeline = ({ timeline: entries }: Report): Html =>
  html`${happened(entries.filter(({ kind }) => kind !== 'webhook.accepted'))}${details(`All ${entries.length}, with every webhook`, happened(entries))}`;

const happened = (entries: Report['timeline']): Html =>
  table(
    ['When', 'Kind', 'Whose', 'What'],
    entries.map((entry) => [time(at(entry.at)), entry.kind, entry.account ?? '', sentenceOf(entry)]),
    'Nothing happened.',
  );
