import { html } from 'hono/html';
import {
  type Asked,
  addressOf,
  any,
  type Choice,
  counted,
  filters,
  partOf,
  remembered,
  type Shown,
  wanted,
} from './asked.ts';
import { type Board, type MessageLine, messageRef } from './board.ts';
import { foundMessages } from './board-search.ts';
import { accountLink } from './board-views.ts';
import { type Html, link, path, pill, type Stat, stats, table, time } from './kit.ts';
import type { ConsoleSource } from './source.ts';
import { messageStanding, reasonSentence, templateWords, withheldReasons } from './words.ts';

interface Group {
  readonly name: string;
  readonly label: string;
  readonly mood: NonNullable<Stat['mood']>;
  has(line: MessageLine): boolean;
}

const groups: readonly Group[] = [
  {
    name: 'approval',
    label: 'wait for a person',
    mood: 'bad',
    has: ({ status, reason }) => status === 'PENDING' && reason === 'approval',
  },
  {
    name: 'withheld',
    label: 'withheld for now',
    mood: 'wait',
    has: ({ status, reason }) => status === 'PENDING' && reason !== undefined && reason !== 'approval',
  },
  { name: 'dropped', label: 'dropped', mood: 'bad', has: ({ status }) => status === 'DROPPED' },
  {
    name: 'waiting',
    label: 'wait for their time',
    mood: 'busy',
    has: ({ status, reason }) => status === 'SENDING' || (status === 'PENDING' && reason === undefined),
  },
  { name: 'would', label: 'would be sent (observe)', mood: 'quiet', has: ({ status }) => status === 'WOULD_SEND' },
  { name: 'unknown', label: 'perhaps sent', mood: 'wait', has: ({ status }) => status === 'UNKNOWN' },
  { name: 'sent', label: 'sent', mood: 'good', has: ({ status }) => status === 'SENT' },
];

const counts = remembered(({ messages }: Board): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const line of messages) {
    const name = groups.find((group) => group.has(line))?.name ?? '';
    found.set(name, (found.get(name) ?? 0) + 1);
  }
  return found;
});

/** Why did Ana not get it: every message there is, with where it stands and the reason in words. */
export async function messagesPage(source: ConsoleSource, asked: Asked): Promise<Shown> {
  const board = await source.board();
  const { lines, below } = partOf(foundMessages(board, wanted(asked, 'q')).filter(chosen(asked)), asked, 'message');
  const rows = lines.map((line) => [
    time(line.at),
    accountLink(board, line.account),
    nameOf(line),
    whereItStands(line),
  ]);
  const reasons = Object.keys(withheldReasons);
  return {
    title: 'Messages',
    content: html`<p class="lead">Every mail a journey has asked for: what was sent, what waits, and what was withheld, each with its reason. What was sent is in the <a href="/mailbox">mailbox</a> as its reader has it.</p>
${figures(board, asked)}${filters(asked, [
  { name: 'q', label: 'Account, address, mail or subject' },
  {
    name: 'group',
    label: 'Where it stands',
    choices: [any, ...groups.map(({ name, label }): Choice => [name, label])],
  },
  { name: 'reason', label: 'Reason', choices: [any, ...reasons.map((code): Choice => [code, code])] },
])}<section class="card" aria-label="Messages">${table(['When', 'Whose', 'Mail', 'Where it stands'], rows, none(board, asked))}${below}</section>`,
  };
}

const figures = (board: Board, asked: Asked): Html =>
  stats(
    groups
      .filter(({ name }) => counts(board).has(name))
      .map(({ name, label, mood }) => ({
        value: counts(board).get(name) ?? 0,
        label,
        mood,
        to: addressOf({ ...asked, query: new URLSearchParams() }, { group: name }),
      })),
  );

function chosen(asked: Asked): (line: MessageLine) => boolean {
  const reason = wanted(asked, 'reason');
  const group = groups.find(({ name }) => name === wanted(asked, 'group'));
  return (line) => (group === undefined || group.has(line)) && (reason === '' || line.reason === reason);
}

const nameOf = (line: MessageLine): Html =>
  html`${link(path('mailbox', line.mail ?? messageRef(line)), line.subject ?? templateWords(line.template))}${
    line.to === undefined ? '' : html` <span class="soft">to ${line.to}</span>`
  }`;

/** In one cell: the standing, the sentence of its reason, and until when. */
export function whereItStands({ status, reason, until, due }: MessageLine): Html {
  const { mood, words } = messageStanding({ status, ...(reason === undefined ? {} : { reason }) });
  const when = until ?? (status === 'PENDING' ? due : undefined);
  const why = reason === undefined ? '' : html` ${reasonSentence(reason)}`;
  return html`${pill(mood, words)}${why}${when === undefined ? '' : html` It is looked at again on ${time(when)}.`}`;
}

const none = ({ messages }: Board, asked: Asked): Html =>
  messages.length === 0
    ? html`No journey has asked for a mail yet. The first one follows the first failed payment.`
    : html`None of ${counted(messages.length, 'message')} is like that. ${link(asked.path, 'Show all of them')}.`;
