import type { ReactNode } from 'react';
import type { Access } from './holdfast.ts';

interface Props {
  readonly access: Access | undefined;
  readonly children: ReactNode;
}

const locked: Readonly<Partial<Record<Access['state'], string>>> = {
  paused: 'This workspace is paused.',
  ended: 'This plan has ended.',
};

/** Lets in while nothing is known (`undefined`): a payment service that is away must not lock out people who paid. */
export function AccessGate({ access, children }: Props): ReactNode {
  const sentence = access && locked[access.state];
  if (!access || sentence === undefined) return children;
  const until = access.until === null ? '' : ` Everything in it is kept until ${dayOf(access.until)}.`;
  return (
    <section aria-labelledby="locked">
      <h2 id="locked">{sentence}</h2>
      <p>The notice above says how it goes on.{until}</p>
    </section>
  );
}

const dayOf = (iso: string): string => new Date(iso).toLocaleDateString(undefined, { dateStyle: 'long' });
