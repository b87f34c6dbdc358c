import type { RetentionConfig } from '../kernel/config/index.ts';
import type { HttpResponse } from '../kernel/http.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';

/** A genuine link, opened. */
export interface Opened {
  readonly claims: Readonly<Record<string, string>>;
  readonly expires: Instant;
  /** What is behind the purpose in the address: where a browser is sent back to. */
  readonly token: string;
  readonly config: RetentionConfig;
  readonly ports: Ports;
}

/** What one kind of link leads to. `get` never acts: scanners and previews open links too (spec messaging, links). */
export interface Purpose {
  /** For our own people, not for customers. */
  readonly own: boolean;
  get(opened: Opened): Promise<HttpResponse>;
  /** Absent: there is nothing to press. */
  post?(opened: Opened, form: URLSearchParams): Promise<HttpResponse>;
}
