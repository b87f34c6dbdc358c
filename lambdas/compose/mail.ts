import { createSes, sesMail } from '../adapters/ses.ts';
import { brakedMail } from '../ops/brake.ts';
import { stage } from './base.ts';
import { wallClock } from './clock.ts';
import { once } from './once.ts';
import { rows } from './table.ts';

const compose = once(() =>
  brakedMail(
    sesMail(createSes(), (set) => `holdfast-${stage().name}-${set}`),
    { rows: rows(), clock: wallClock },
  ),
);

export const mail = () => ({ mail: compose() });
