import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Runs a script of this folder with one JSON argument and reads the JSON it prints. Outside the test runner's modules a
 * life takes half the time, and two processes use both cores.
 */
export async function inOwnProcess<T>(script: string, order: unknown): Promise<T> {
  const env = { ...process.env, NODE_OPTIONS: '' };
  const args = ['--disable-warning=ExperimentalWarning', script, JSON.stringify(order)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as T;
}

/** In a script: does what the order on its command line says and prints the result. */
export async function obey<Order, T>(meta: ImportMeta, run: (order: Order) => Promise<T>): Promise<void> {
  const [order] = process.argv.slice(2);
  if (!meta.main || !order) return;
  // Thousands of refused writes are errors too, and nobody reads where they were thrown.
  Error.stackTraceLimit = 0;
  process.stdout.write(JSON.stringify(await run(JSON.parse(order) as Order)));
}
