import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';

/** moto's server, from `MOTO_SERVER` or the PATH. Undefined: it is not installed here. */
export function findMoto(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = environment.MOTO_SERVER;
  const places = named
    ? [named]
    : (environment.PATH ?? '').split(delimiter).map((folder) => join(folder, 'moto_server'));
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

export interface Moto {
  readonly endpoint: string;
  stop(): void;
}

export async function startMoto(command: string): Promise<Moto> {
  const port = await freePort();
  const child = spawn(command, ['-p', String(port)], { stdio: 'ignore' });
  const endpoint = `http://127.0.0.1:${port}`;
  await answering(endpoint, child);
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

/** moto imports all of AWS before it answers: seconds on a slow machine. */
async function answering(endpoint: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 120; tries += 1) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${endpoint}/moto-api/data.json`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 250));
  }
  child.kill();
  throw new Error(`moto did not answer at ${endpoint} within 30 seconds: start it by hand and look`);
}
