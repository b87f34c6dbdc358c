import { html } from 'hono/html';
import { mergeConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import example from '../../retention.config.ts';
import type { MailName } from '../../templates/catalog.ts';
import type { Shown } from './asked.ts';
import { mailId, stateCard } from './gallery-card.ts';
import { type MachineFile, machineFiles } from './gallery-files.ts';
import { otherMails, type Policy, policyOf, sampleMail } from './gallery-mails.ts';
import { allStates, waitsForToken } from './graph/definition.ts';
import { figureOf } from './graph/figure.ts';
import { noMarks } from './graph/marks.ts';
import { facts, type Html, link, path } from './kit.ts';
import { rowId } from './state-ids.ts';
import { capital, templateWords } from './words.ts';

/** Every state machine of this checkout, drawn from its file. */
export function machinesPage(): Shown {
  const files = machineFiles();
  return {
    title: 'State machines',
    content: html`<p class="lead">The method, as it runs: each journey is one file in <code>statemachines/</code>, and what stands here is made from these files.</p>
${files.map((file) => html`<section class="card"><h2>${link(path('machines', file.name), titleOf(file.name))}</h2><p>${file.list.comment ?? ''}.</p>${counts(file)}${drawn(file, path('machines', file.name))}</section>`)}`,
  };
}

/** One of them: its drawing, every state in words, and the mails it sends. Undefined: there is no such file. */
export function machinePage(name: string, policy: Policy = ownPolicy()): Shown | undefined {
  const file = machineFiles().find((one) => one.name === name);
  return (
    file && { title: titleOf(name), content: methodOf(file, policy), above: link('/machines', 'All state machines') }
  );
}

/** The page's part below its title, from any machine. */
export function methodOf(file: MachineFile, policy: Policy): Html {
  const { name, list, about } = file;
  const states = allStates(list);
  const placed = states.flatMap((state) => policyOf(name, state, policy)?.mails ?? []);
  const mails = [...new Set([...placed, ...otherMails(name, placed)])];
  return html`<p class="lead">${list.comment ?? ''}.</p>${about.map((paragraph) => html`<p class="prose">${paragraph}</p>`)}${counts(file)}
<section class="card"><h2>The way through it</h2>${drawn(file, '')}</section>
<h2>State by state</h2><div class="cards">${states.map((state) => stateCard(name, state, list, policy))}</div>
${mails.length === 0 ? '' : html`<h2>The mails it sends</h2><p class="soft">Written from invented facts; a real one has the customer’s own.</p><div class="cards">${mails.map((mail) => mailCard(mail, policy))}</div>`}`;
}

const ownPolicy = (): Policy => resolveConfig(mergeConfig(example, {}));

const titleOf = (name: string): string => capital(name.replaceAll('-', ' '));

function counts({ list }: MachineFile): Html {
  const states = allStates(list);
  const count = (type: string): number => states.filter((state) => state.fields.Type === type).length;
  const waits = states.filter(waitsForToken).length;
  return facts({
    States: states.length,
    Steps: count('Task') - waits,
    Waits: waits + count('Wait'),
    Decisions: count('Choice'),
    'Starts with': list.startAt,
  });
}

/** Each state leads to the card that tells of it. */
const drawn = ({ name, list }: MachineFile, page: string): Html =>
  figureOf(
    list,
    noMarks,
    { title: `The states of ${name}`, description: 'The same stands in words under "State by state".', id: name },
    (state) => `${page}#${rowId(state, list)}`,
  );

function mailCard(name: MailName, policy: Policy): Html {
  const { subject, preheader, text } = sampleMail(name, policy);
  return html`<section class="card mail-card" id="${mailId(name)}" tabindex="-1"><h3>${templateWords(name)}</h3><p><strong>${subject}</strong></p><p class="soft">${preheader}</p><pre tabindex="0">${text}</pre></section>`;
}
