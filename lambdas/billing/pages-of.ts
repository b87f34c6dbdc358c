import type { PageOf } from '../kernel/billing-lists.ts';

/** Every page of a list, one after the other; the caller's work on a page is done before the next one is asked for. */
export async function* pagesOf<T>(
  list: (after?: string) => Promise<PageOf<T>>,
  from?: string,
): AsyncGenerator<PageOf<T>> {
  let after = from;
  do {
    const page = await list(after);
    yield page;
    after = page.next;
  } while (after !== undefined);
}
