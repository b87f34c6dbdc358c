import { findPeer, type Peer, startPeer } from './peer.ts';

/** moto's server, from `MOTO_SERVER` or the PATH. Undefined: it is not installed here. */
export const findMoto = (environment: NodeJS.ProcessEnv = process.env): string | undefined =>
  findPeer('moto_server', environment.MOTO_SERVER, environment.PATH);

export const startMoto = (command: string): Promise<Peer> =>
  startPeer(
    command,
    (port) => ['-p', String(port)],
    (endpoint) => `${endpoint}/moto-api/data.json`,
  );
