/** What Holdfast answers: docs/app.md has every field. */
export interface Banner {
  readonly state: 'nothing' | 'payment_needs_attention' | 'paused';
  readonly lang?: string;
  readonly text?: string;
  readonly link?: Link;
  readonly cancel?: Link;
}

export interface Link {
  readonly label: string;
  readonly url: string;
}

export interface Access {
  readonly state: 'ok' | 'past_due' | 'paused' | 'ended';
  readonly until: string | null;
}

export interface Holdfast {
  banner(): Promise<Banner>;
  access(): Promise<Access>;
}

/** `getToken` asks your own server, which knows who is logged in; with `clientAuth` it is your login token itself. */
export function holdfast(api: string, getToken: () => Promise<string>): Holdfast {
  const ask = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`${api}${path}`, { headers: { authorization: `Bearer ${await getToken()}` } });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return (await answer.json()) as T;
  };
  return { banner: () => ask('/banner'), access: () => ask('/v1/access') };
}

/** Only to pages of Holdfast itself: whatever came in an answer, no other address becomes a link. */
export const leadsTo = (api: string, { url }: Link): boolean =>
  URL.canParse(url) && new URL(url).origin === new URL(api).origin;
