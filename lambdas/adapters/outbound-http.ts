import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { type IncomingMessage, request as plain } from 'node:http';
import { type RequestOptions, request as secure } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Outbound, OutboundRequest, Sent } from '../kernel/ports.ts';
import { isPublicAddress } from './public-address.ts';

/** From the first byte out to the last one in. A receiver that thinks longer should take the event and think afterwards. */
const patienceMs = 5000;
/** A key set has a few thousand bytes; what is longer is cut off, so that nobody fills the memory. */
const mostBytes = 100_000;

export interface OutboundOptions {
  /** Only on a developer's own machine: plain http, and addresses of that machine. */
  readonly toOwnMachine?: boolean;
  readonly timeoutMs?: number;
}

/**
 * Calls to addresses that stand in the configuration. https only, no redirects, and the address a name leads to is checked
 * in the very lookup the connection is made with, so that a name cannot show one address and use another.
 */
export const outboundHttp = ({ toOwnMachine = false, timeoutMs = patienceMs }: OutboundOptions = {}): Outbound => ({
  send(call) {
    const url = URL.parse(call.url);
    if (!url) return refused('its address is no URL');
    if (url.username || url.password) return refused('its address holds a password');
    const own = toOwnMachine && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
    if (url.protocol !== 'https:' && !(own && url.protocol === 'http:')) return refused('its address is not https');
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) && !own && !isPublicAddress(host)) return refused(privateWords);
    return exchange(url, call, { timeoutMs, ...(own ? {} : { lookup: publicOnly }) });
  },
});

const privateWords = 'its address is private or reserved';

const refused = async (why: string): Promise<Sent> => ({ kind: 'failed', why });

type Found = readonly LookupAddress[];

/** Node asks this for the addresses of a name; one that is not public is as good as none. */
const publicOnly: LookupFunction = (name, options: LookupOptions, done) => {
  lookup(name, { ...options, all: true }, (error, found: LookupAddress[]) => {
    const open: Found = error ? [] : found.filter(({ address }) => isPublicAddress(address));
    const [first] = open;
    if (error) done(error, '', 0);
    else if (!first || open.length < found.length) done(new Error(privateWords), '', 0);
    else if (options.all) done(null, [...open]);
    else done(null, first.address, first.family);
  });
};

interface Way {
  readonly timeoutMs: number;
  readonly lookup?: LookupFunction;
}

function exchange(
  url: URL,
  { method, headers, body }: OutboundRequest,
  { timeoutMs, lookup: look }: Way,
): Promise<Sent> {
  return new Promise((resolve) => {
    const options: RequestOptions = {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
      signal: AbortSignal.timeout(timeoutMs),
      agent: false,
      ...(look ? { lookup: look } : {}),
    };
    const call = (url.protocol === 'http:' ? plain : secure)(url, options, (answer) => resolve(read(answer)));
    call.on('error', (error) => resolve({ kind: 'failed', why: wordsFor(error, timeoutMs) }));
    call.end(body);
  });
}

async function read(answer: IncomingMessage): Promise<Sent> {
  const status = answer.statusCode ?? 0;
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of answer) {
      parts.push(part);
      size += part.length;
      if (size > mostBytes) break;
    }
  } catch {
    // The status is here: what the receiver wanted to add is its own affair.
  }
  answer.destroy();
  return { kind: 'answered', status, body: Buffer.concat(parts).toString('utf8').slice(0, mostBytes) };
}

/** The code names the trouble, and no address of anybody. */
function wordsFor(error: Error, timeoutMs: number): string {
  if (error.message === privateWords) return privateWords;
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return `no answer within ${timeoutMs / 1000} seconds`;
  return `no connection (${String(Object(error).code ?? error.name)})`;
}
