import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedExists, sharedPath } from '../../../local/shared.ts';

export interface Recording {
  /** Below `data/stripe`, such as `events/a/invoice.paid__2020-08-27__593f59d1.json`. */
  readonly file: string;
  readonly type: string;
  readonly json: Readonly<Record<string, unknown>>;
}

export const present = sharedExists('data', 'stripe', 'manifest.json');

const stripe = (...parts: readonly string[]): string => sharedPath('data', 'stripe', ...parts);

export const bytesOf = (file: string): Buffer => readFileSync(stripe(file));
export const jsonOf = (file: string): unknown => JSON.parse(bytesOf(file).toString('utf8'));

function below(folder: string): readonly string[] {
  if (!present) return [];
  const files = readdirSync(stripe(folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => join(folder, file))
    .sort();
}

const recording = (file: string): Recording => ({
  file,
  type: file.split('/').at(-1)?.split('__')[0] ?? '',
  json: jsonOf(file) as Recording['json'],
});

export const recordedEvents = (): readonly Recording[] => below('events').map(recording);
export const recordedReplies = (): readonly Recording[] => below('api_responses').map(recording);

/** `event.data` without its envelope; some sources kept only the object itself. */
export const recordedData = (): readonly Recording[] =>
  below('event_data')
    .map(recording)
    .map((one) => (typeof one.json.object === 'object' ? one : { ...one, json: { object: one.json } }));

/** The one recording whose hash (the end of its name) is `hash`. */
export function recorded(hash: string): Recording['json'] {
  const found = [...below('events'), ...below('event_data'), ...below('api_responses')].filter((file) =>
    file.includes(hash),
  );
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} recordings are called ${hash}`);
  return recording(found[0]).json;
}
