import type { Html } from '../console/kit.ts';
import { page as framed } from '../console/layout.ts';
import type { World } from '../world/world.ts';
import type { Host } from './host.ts';
import { viewOf } from './view.ts';

export { day, details, facts, type Html, json, link, path, table, time } from '../console/kit.ts';
export { barePage } from '../console/layout.ts';

/** Every page: where to go, what time it is, and what moves it. */
export const page = (host: Host, title: string, content: unknown, at = ''): Html =>
  framed(viewOf(host, at), title, content);

export const rowsOf = (world: World, entity: string) =>
  [...world.table.items()].filter((item) => item.entity === entity);
