import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { SignJWT } from 'jose';

export interface Example {
  /** Where Holdfast answers: `npm start` here, your own domain in AWS. */
  readonly api: string;
  /** The app key of the stage. It stays on this server. */
  readonly key: string;
  /** Who is logged in. Your session says it; the example has one person. */
  readonly person: { readonly account: string; readonly role: string };
}

/** What your own server does for Holdfast: an hour for one person of one account. */
export const mint = (key: string, { account, role }: Example['person']): Promise<string> =>
  new SignJWT({ role })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(account)
    .setAudience('holdfast')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(key));

const folder = import.meta.dirname;

/** Strict on purpose: no inline script, no inline style. The drop-in script and the example both work under it. */
const policy = (api: string): string =>
  `default-src 'none'; script-src 'self' ${api}; style-src 'self'; connect-src 'self' ${api}; base-uri 'none'`;

const page = (api: string, content: string): string =>
  `<!doctype html><html lang="en" data-api="${api}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Northwind Metrics</title><link rel="stylesheet" href="/style.css"></head><body>${content}</body></html>`;

/** The example's own server: two pages, a script, a style sheet and the token. */
export async function createExample({ api, key, person }: Example): Promise<(request: Request) => Promise<Response>> {
  const built = await build({
    entryPoints: [`${folder}/src/main.tsx`],
    bundle: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const script = built.outputFiles[0]?.text ?? '';
  const style = await readFile(`${folder}/src/style.css`, 'utf8');
  const react = '<div id="root"></div><script type="module" src="/main.js"></script>';
  const dropIn = `<main><h1>Northwind Metrics</h1></main><script async src="${api}/banner.js" data-token-url="/holdfast-token"></script>`;
  const files: Readonly<Record<string, readonly [type: string, text: () => string | Promise<string>]>> = {
    '/': ['text/html', () => page(api, react)],
    '/drop-in': ['text/html', () => page(api, dropIn)],
    '/main.js': ['text/javascript', () => script],
    '/style.css': ['text/css', () => style],
    '/holdfast-token': ['text/plain', () => mint(key, person)],
  };
  return async (request) => {
    const file = files[new URL(request.url).pathname];
    if (!file) return new Response('not here', { status: 404 });
    const [type, text] = file;
    const headers = { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' };
    return new Response(await text(), { headers: { ...headers, 'content-security-policy': policy(api) } });
  };
}
