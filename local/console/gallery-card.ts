import { html } from 'hono/html';
import type { MailName } from '../../templates/catalog.ts';
import { meaningOf } from './execution-outcomes.ts';
import { wakesOf } from './execution-wakes.ts';
import { type Policy, policyOf } from './gallery-mails.ts';
import { doesWords, errorWords, kindOf, retryWords } from './gallery-words.ts';
import { conditionWords, equality } from './graph/conditions.ts';
import { allStates, type StateList, type StateSpec, waitsForToken } from './graph/definition.ts';
import { shapeOf } from './graph/node.ts';
import { details, type Html, link } from './kit.ts';
import { rowId } from './state-ids.ts';
import { templateWords } from './words.ts';

/** One state in words: what it does, where it leads, what happens when something goes wrong, what it says. */
export function stateCard(machine: string, state: StateSpec, list: StateList, policy: Policy): Html {
  const { fields } = state;
  const parts = {
    'What it does': html`${doesWords(state)}.`,
    ...policyParts(machine, state, policy),
    'Goes on': goesOn(state, list),
  };
  return html`<section class="card state-card ${shapeOf(state)}" id="${rowId(state.name, list)}" tabindex="-1"><h3>${state.name}</h3><p class="kind">${kindOf(state)}</p>
${fields.Comment ? html`<p>${fields.Comment}.</p>` : ''}${rows(parts)}${
  waitsForToken(state) ? details('What ends it before its time', bullets(wakesOf(machine, state))) : ''
}${trouble(state, list)}</section>`;
}

const rows = (parts: Readonly<Record<string, Html | string>>): Html =>
  html`<dl>${Object.entries(parts)
    .filter(([, words]) => words !== '')
    .map(([name, words]) => html`<dt>${name}</dt><dd>${words}</dd>`)}</dl>`;

/** Alike on most states, and of interest when it happens: folded away. */
function trouble({ fields }: StateSpec, list: StateList): Html | '' {
  if (fields.Retry.length + fields.Catch.length === 0) return '';
  const tried = fields.Retry.map(
    (rule, index) => html`${errorWords(rule.ErrorEquals, index === 0)}: ${retryWords(rule)}`,
  );
  const caught = fields.Catch.map(
    ({ ErrorEquals, Next }, index) => html`${errorWords(ErrorEquals, index === 0)}: to ${toState(Next, list)}`,
  );
  return details(
    'When something goes wrong',
    rows({
      'Tried again': tried.length === 0 ? '' : bullets(tried),
      'After that': caught.length === 0 ? 'the run fails' : bullets(caught),
    }),
  );
}

const bullets = (all: readonly unknown[]): Html =>
  all.length === 1 ? html`${all[0]}` : html`<ul>${all.map((one) => html`<li>${one}</li>`)}</ul>`;

const toState = (name: string, list: StateList): Html =>
  allStates(list).some((state) => state.name === name) ? link(`#${rowId(name, list)}`, name) : html`${name}`;

function goesOn({ fields }: StateSpec, list: StateList): Html | string {
  const rules = fields.Choices.map((rule) => {
    const meaning = meaningOf(equality(rule)?.value, fields.Comment);
    return html`if ${conditionWords(rule)}${meaning ? ` (${meaning})` : ''}: to ${toState(rule.Next, list)}`;
  });
  const rest = fields.Default === undefined ? [] : [html`otherwise: to ${toState(fields.Default, list)}`];
  const next = fields.Next === undefined ? [] : [html`to ${toState(fields.Next, list)}`];
  const all = [...rules, ...rest, ...next];
  return all.length === 0 ? '' : bullets(all);
}

function policyParts(machine: string, state: StateSpec, policy: Policy): Record<string, Html | string> {
  const found = policyOf(machine, state, policy);
  if (!found) return {};
  const { mails, when, reason } = found;
  return {
    'By your policy': when === undefined ? '' : html`${when}. Why: ${reason ?? ''}.`,
    'Mails it may send':
      mails.length === 0
        ? 'none: it is silent'
        : html`${mails.map((name, index) => html`${index > 0 ? ', ' : ''}${link(`#${mailId(name)}`, templateWords(name))}`)}, by what the bank has said`,
  };
}

export const mailId = (name: MailName): string => `mail-${name.replaceAll('/', '-')}`;
