import { randomBytes, timingSafeEqual } from 'node:crypto';

const value = randomBytes(24).toString('base64url');

/** Proves that a form was made by this process: new at every start, and no other site can read it. */
export const formToken = {
  value,
  isOurs(given: string): boolean {
    const [a, b] = [Buffer.from(given), Buffer.from(value)];
    return a.length === b.length && timingSafeEqual(a, b);
  },
} as const;

export const readOnly =
  'This console only reads. Whoever is named under console.writers in retention.config.ts may act: start it with npm start -- --stage <name> --write, or use npm run ops.';

export const stale =
  'The form is older than this console, or is none of its own. Go back, load the page again and repeat it.';
