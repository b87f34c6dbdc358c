/** The part of an HTTP API (payload format 2.0) request that counts here; header names come in lower case. */
export interface HttpRequest {
  readonly method?: string | undefined;
  /** The route that was met, as the API names it: `GET /banner`. */
  readonly route?: string | undefined;
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** The parts of the path that the route names. */
  readonly params?: Readonly<Record<string, string | undefined>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string | undefined;
  readonly isBase64Encoded?: boolean | undefined;
}

export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
