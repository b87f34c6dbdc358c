import { html } from 'hono/html';
import type { StateList } from './definition.ts';
import { type Drawing, drawingsOf, signed } from './layout.ts';
import type { Marks } from './marks.ts';
import { svgOf, type Target } from './svg.ts';

type Html = ReturnType<typeof html>;

export interface FigureWords {
  /** What is drawn: "payment-recovery", "the way of Acme Ltd". */
  readonly title: string;
  /** Where the same is told in words, for whoever does not see it. */
  readonly description: string;
  readonly id: string;
}

/** A machine as a drawing with its legend; with a run's marks, the way it took stands out. */
export function figureOf(list: StateList, marks: Marks, words: FigureWords, target: Target): Html {
  const drawings = drawingsOf(list, marks);
  const ran = marks.states.size > 0;
  return html`${legend(list, drawings, ran)}<div class="drawings${ran ? ' ran' : ''}" data-scroll tabindex="0" role="region" aria-label="${words.title}">${drawings.map(
    (drawing, index) =>
      svgOf(drawing, { ...words, title: titleOf(words.title, index), id: `${words.id}-${index}` }, target),
  )}</div>`;
}

const titleOf = (title: string, index: number): string => (index === 0 ? title : `${title}, apart from the main line`);

function legend(list: StateList, drawings: readonly Drawing[], ran: boolean): Html {
  const where = [...new Set(signed(drawings).flatMap(({ state }) => state.fields.Catch.map(({ Next }) => Next)))];
  const errors = where.filter((name) => isShared(name, list));
  return html`<ul class="legend">${ran ? html`<li>✓ passed</li><li>▶ it is here</li><li>◷ until then at the latest</li><li>⚠ an error was caught</li><li>dashed: not reached</li>` : html`<li>points at the sides: a decision</li><li>double rim: a wait</li><li>round: an end</li>`}
${signed(drawings).length > 0 ? html`<li>⚠ in a corner: an error that no retry cures leads to ${errors.join(', ')}</li>` : ''}</ul>`;
}

/** Where the errors of several states lead; a wait's timeout leads on. */
const isShared = (name: string, { states }: StateList): boolean =>
  states.filter(({ fields }) => fields.Catch.some(({ Next }) => Next === name)).length > 1;
