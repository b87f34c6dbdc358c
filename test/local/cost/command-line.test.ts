import { afterEach, describe, expect, it } from '@jest/globals';
import { main } from '../../../local/cost/command-line.ts';

const write = process.stderr.write;

afterEach(() => {
  process.stderr.write = write;
});

describe('the command', () => {
  it('answers a wrong argument with one line and 2, before anything is played', async () => {
    let told = '';
    process.stderr.write = (chunk: string | Uint8Array) => {
      told += String(chunk);
      return true;
    };

    expect(await main(['--accounts', 'many'])).toBe(2);
    expect(told).toBe('--accounts is "many": give a whole number from 1 to 100000000\n');
  });
});
