import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';

/** A server of somebody else that stands in for the real one. It is never shipped, and may be missing. */
export interface Peer {
  readonly endpoint: string;
  stop(): void;
}

/** Where it is: the variable names the file, else the PATH is searched. Undefined: it is not installed here. */
export function findPeer(
  command: string,
  named: string | undefined,
  path = process.env.PATH ?? '',
): string | undefined {
  const places = named ? [named] : path.split(delimiter).map((folder) => join(folder, command));
  return places.find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Starts it at a free port and comes back once `ready` answers; `args` are made for that port. */
export async function startPeer(
  command: string,
  args: (port: number) => readonly string[],
  ready: (endpoint: string) => string,
): Promise<Peer> {
  const port = await freePort();
  const child = spawn(command, args(port), { stdio: 'ignore' });
  const endpoint = `http://127.0.0.1:${port}`;
  await answering(ready(endpoint), child);
  return { endpoint, stop: () => void child.kill() };
}

const freePort = (): Promise<number> =>
  new Promise((found) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(typeof address === 'object' && address ? address.port : 5055));
    });
  });

/** Any answer counts. moto imports all of AWS before it gives one: seconds on a slow machine. */
async function answering(address: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 120; tries += 1) {
    if (child.exitCode !== null) break;
    const answer = await fetch(address).catch(() => undefined);
    if (answer) return;
    await new Promise((done) => setTimeout(done, 250));
  }
  child.kill();
  throw new Error(`nothing answered at ${address} within 30 seconds: start it by hand and look`);
}
