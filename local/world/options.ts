import type { Instant } from '../../lambdas/kernel/instant.ts';
import type { OutboundRequest, Ports, Sent } from '../../lambdas/kernel/ports.ts';
import type { Faults, Target } from '../faults/faults.ts';
import type { StoredWorld } from './stored.ts';

/** One call at a client, after its effect: who asked what of whom. */
export interface Call {
  readonly at: Instant;
  /** Absent for calls from outside every function: a story, a person. */
  readonly invocation?: { readonly id: number; readonly function: string };
  readonly target: Target;
  /** The SDK command's name, or Stripe's method and path. */
  readonly operation: string;
  readonly input: unknown;
  readonly answer: unknown;
}

export interface WorldOptions {
  /** What an earlier process left behind: the world goes on from there. */
  readonly stored?: StoredWorld;
  readonly faults?: Faults;
  /** Changes what every handler reaches; a test plants a bug here. */
  readonly ports?: (ports: Ports) => Ports;
  /** Changes the machine's text before it is loaded. */
  readonly machine?: (definition: string) => string;
  /** As on a stage with real customers: what holds only there can be seen. Default: test mode. */
  readonly livemode?: boolean;
  /** Where the links in mails lead. */
  readonly linkBase?: string;
  /** The real Stripe instead of the fake one, for wall mode: a test key and the secrets its webhooks are signed with. */
  readonly realStripe?: { readonly key: string; readonly webhookSecrets: readonly string[] };
  /** Who answers calls to servers of others; default: everybody, with 200. */
  readonly outside?: (request: OutboundRequest) => Sent | Promise<Sent>;
  /** Called before anything runs: what is under way must be stored before an effect can leave the process. */
  readonly checkpoint?: () => void;
  /** Told of every call that took effect. */
  readonly watch?: (call: Call) => void;
}
