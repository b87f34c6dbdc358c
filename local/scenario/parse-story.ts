import { StoryError } from './story-error.ts';

/** @throws StoryError for text that is not JSON */
export function parseStory(text: string): unknown {
  if (text.trim() === '') throw new StoryError(['the story is empty: it needs at least start, days and accounts']);
  try {
    // Some editors put a byte order mark before the first brace.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error);
    throw new StoryError([`the story is not JSON: ${why}`]);
  }
}
