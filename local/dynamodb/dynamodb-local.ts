import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import type { LocalDynamo } from './dynalite.ts';
import { ensureTable, localClient, pause } from './local-endpoint.ts';

/** Version 3 of AWS's own local DynamoDB. */
const MAIN_CLASS = 'software.amazon.dynamodb.services.local.main.ServerRunner';
const START_MS = 30_000;
const POLL_MS = 100;

/** The folder named by HOLDFAST_DYNAMODB_LOCAL, or why DynamoDB Local cannot be used here. */
export function findDynamoDbLocal(
  folder = process.env.HOLDFAST_DYNAMODB_LOCAL,
): { folder: string } | { missing: string } {
  if (folder === undefined || folder === '')
    return { missing: 'HOLDFAST_DYNAMODB_LOCAL does not name the folder of its jars' };
  if (!filesIn(folder).some((name) => /^DynamoDBLocal.*\.jar$/.test(name)))
    return { missing: `no DynamoDBLocal jar in ${folder}` };
  if (spawnSync('java', ['-version']).status !== 0) return { missing: 'no java on the PATH' };
  return { folder };
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Starts AWS's DynamoDB Local in memory, with our table in it. */
export async function startDynamoDbLocal(folder: string, tableName: string): Promise<LocalDynamo> {
  const port = await freePort();
  // The jars lie side by side (Maven) or in a folder beside the main one (AWS's archive).
  const places = [folder, join(folder, 'DynamoDBLocal_lib')];
  const classPath = places.map((place) => join(place, '*')).join(delimiter);
  const java = spawn(
    'java',
    [
      `-Djava.library.path=${places.join(delimiter)}`,
      '-cp',
      classPath,
      MAIN_CLASS,
      '-inMemory',
      '-disableTelemetry',
      '-port',
      String(port),
    ],
    { stdio: 'ignore' },
  );
  const endpoint = `http://127.0.0.1:${port}`;
  const client = localClient(endpoint);
  try {
    await answering(endpoint, java);
    await ensureTable(client, tableName);
  } catch (error) {
    java.kill();
    throw error;
  }
  return {
    client,
    endpoint,
    close: async () => {
      client.destroy();
      await ended(java);
    },
  };
}

async function answering(endpoint: string, java: ChildProcess): Promise<void> {
  for (let waited = 0; waited < START_MS && java.exitCode === null; waited += POLL_MS) {
    try {
      await fetch(endpoint);
      return;
    } catch {
      await pause(POLL_MS);
    }
  }
  throw new Error(
    `DynamoDB Local did not answer at ${endpoint} within ${START_MS / 1000} s: start it by hand to see its reason`,
  );
}

const ended = (java: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    java.once('exit', () => resolve());
    java.kill();
  });

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
