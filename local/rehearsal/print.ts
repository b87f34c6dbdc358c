import type { Report } from './rehearse.ts';

/** What moto made, what it did not, and how far one payment came. */
export function printed({ stacks, steps }: Report): readonly string[] {
  const failed = steps.filter(({ ok }) => !ok).length;
  return [
    ...stacks.flatMap(({ stack, status, made, skipped, changed }) => [
      `${stack}: ${status}`,
      `  made:     ${listed(made)}`,
      `  not made: ${listed(skipped)}`,
      ...changed.map((line) => `  adapted:  ${line}`),
    ]),
    ...steps.map(({ ok, name, saw }) => `${ok ? 'pass' : 'FAIL'}  ${name}: ${saw}`),
    `${steps.length - failed} of ${steps.length} steps passed`,
  ];
}

const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([type, count]) => `${count} ${type.replace('AWS::', '')}`)
    .join(', ') || 'nothing';
